#!/usr/bin/env bash
# What the pipeline of a stack of webhooks does. Every CI system runs this script, and so can a person.
#
#   ci/pipeline.sh preview   what a deployment would change, and what was changed by hand; writes nothing
#   ci/pipeline.sh deploy    makes the live webhooks what the program declares
#   ci/pipeline.sh drift     reports what was changed by hand; exit status 2 where something was
#   ci/pipeline.sh repair    the same, and puts it right; exit status 0 where nothing is left
#   ci/pipeline.sh issue     on GitHub: opens, updates or closes the issue about what drift or repair found
#
# Environment: PULUMI_STACK and PULUMI_BACKEND_URL, what opens the secrets (PULUMI_CONFIG_PASSPHRASE), CODECHAT_TOKEN;
# `issue` needs GH_TOKEN and PULUMI_STACK alone. Reports go to reports/ and into GitHub's job summary.
# Exit status: 0 done; 2 drift (drift and repair alone); otherwise it failed.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
readonly REPORTS=reports
export PULUMI_SKIP_UPDATE_CHECK=true
export PATH="$PWD/node_modules/.bin:$PATH"

fail() {
  echo "error: $1" >&2
  exit 1
}

need() {
  local name
  for name in "$@"; do
    if [ -z "${!name:-}" ]; then fail "$name is not set; README.md says where it comes from"; fi
  done
}

summarize() {
  if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat "$1" >>"$GITHUB_STEP_SUMMARY"; fi
}

# Runs pulumi on the stack. Without --run-program it would read with the settings of the last update, such as a token
# that has been changed since.
engine() {
  local command=$1
  shift
  pulumi "$command" --stack "$PULUMI_STACK" --refresh --run-program --diff --non-interactive --color never "$@"
}

# Writes the drift reports, shows the one in words, and leaves the exit status in reports/drift.status.
# 2 is an answer, not a failure; what fails is said in the report, too.
find_drift() {
  drift_status=0
  rm -f "$REPORTS"/drift.*
  pulumi-codechat drift --stack "$PULUMI_STACK" --markdown --html "$REPORTS/drift.html" \
    --junit "$REPORTS/drift.xml" "$@" >"$REPORTS/drift.md" || drift_status=$?
  echo "$drift_status" >"$REPORTS/drift.status"
  cat "$REPORTS/drift.md"
  summarize "$REPORTS/drift.md"
  case $drift_status in
    0 | 2) ;;
    *) fail "looking for drift failed with exit status $drift_status; the reasons are above" ;;
  esac
}

preview() {
  engine preview | tee "$REPORTS/preview.txt"
  # A fence longer than any that stands in the text.
  # shellcheck disable=SC2016
  printf '## Preview of %s\n\n``````text\n%s\n``````\n' \
    "$PULUMI_STACK" "$(cat "$REPORTS/preview.txt")" >"$REPORTS/preview.md"
  summarize "$REPORTS/preview.md"
  # What was changed by hand is not the fault of this change: it is shown, and does not fail the job.
  find_drift
}

deploy() {
  engine up --yes --skip-preview
}

drift() {
  find_drift
  exit "$drift_status"
}

repair() {
  find_drift --repair
  exit "$drift_status"
}

# There is at most one open issue for a stack: the one with its label.
issue() {
  local label="drift: $PULUMI_STACK" title="Drift in the webhooks of $PULUMI_STACK" body="$REPORTS/issue.md"
  local run="${GITHUB_SERVER_URL:-}/${GITHUB_REPOSITORY:-}/actions/runs/${GITHUB_RUN_ID:-}"
  local status number
  # Without that file the run ended before it knew.
  status=$(cat "$REPORTS/drift.status" 2>/dev/null || echo unknown)
  number=$(gh issue list --label "$label" --state open --json number --jq '.[0].number // empty')
  if [ "$status" = 0 ]; then
    if [ -n "$number" ]; then gh issue close "$number" --comment "No drift is left: $run"; fi
    return
  fi
  if [ -s "$REPORTS/drift.md" ]; then
    # An issue takes 65,536 characters.
    head -c 60000 "$REPORTS/drift.md" >"$body"
  else
    echo "Nobody knows whether there is drift: the run failed." >"$body"
  fi
  printf '\n\n%s\n' "$run" >>"$body"
  if [ -n "$number" ]; then
    gh issue edit "$number" --body-file "$body"
  else
    gh label create "$label" --force --description "Live webhooks differ from what is declared"
    gh issue create --title "$title" --label "$label" --body-file "$body"
  fi
}

case ${1:-} in
  preview | deploy | drift | repair) need PULUMI_STACK PULUMI_BACKEND_URL ;;
  issue) need PULUMI_STACK GH_TOKEN ;;
  *) fail "usage: ci/pipeline.sh preview|deploy|drift|repair|issue" ;;
esac
mkdir -p "$REPORTS"
"$1"
