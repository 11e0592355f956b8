#!/bin/sh
# The browser tests drive the system's Chromium; this installs it from Debian's packages when it may.
set -u
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ]; then run=""
elif sudo -n true 2>/dev/null; then run="sudo -n"
else
  echo "The browser tests need Chromium. Please type:  sudo apt-get install -y chromium fonts-dejavu-core" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
$run apt-get update -qq && $run apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
