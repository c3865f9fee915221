#!/bin/sh
# Puts Node.js, unless the PATH has a good one, and buf from its npm package into .tools/. Without them
# `make check` skips what needs them, and says so.
set -eu
tools=deploy/local/tools
node=$("${PYTHON:-.venv/bin/python}" -m deploy.local.node)
PATH="$node:$PATH"
mkdir -p .tools
if cmp -s "$tools/package-lock.json" .tools/installed.json; then exit 0; fi
cp "$tools/package.json" "$tools/package-lock.json" .tools/
if ! npm ci --prefix .tools --ignore-scripts --no-audit --no-fund >.tools/install.log 2>&1 </dev/null; then
  echo "buf could not be installed: look at .tools/install.log (often the network), and run this again." >&2
  exit 1
fi
cp "$tools/package-lock.json" .tools/installed.json
