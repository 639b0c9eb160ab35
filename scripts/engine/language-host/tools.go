//go:build tools

// Package languagehost pins the Node.js language host at the last release whose SDK module still contains it.
package languagehost

import _ "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs"
