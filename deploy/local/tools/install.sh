#!/bin/sh
# Puts buf into .tools/ from its npm package. Without it `make check` skips what needs it, and says so.
set -eu
tools=deploy/local/tools
if ! command -v npm >/dev/null; then
  echo "buf comes from npm, which this machine lacks: install Node.js (\`apt-get install npm\`), or put buf on the PATH." >&2
  exit 1
fi
mkdir -p .tools
if cmp -s "$tools/package-lock.json" .tools/installed.json; then exit 0; fi
cp "$tools/package.json" "$tools/package-lock.json" .tools/
if ! npm ci --prefix .tools --ignore-scripts --no-audit --no-fund >.tools/install.log 2>&1 </dev/null; then
  echo "buf could not be installed: look at .tools/install.log (often the network), and run this again." >&2
  exit 1
fi
cp "$tools/package-lock.json" .tools/installed.json
