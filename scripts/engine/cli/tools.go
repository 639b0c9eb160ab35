//go:build tools

// Package cli pins the Pulumi command line: its own go.mod has a replace directive, so `go install` refuses it.
package cli

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
