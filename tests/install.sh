#!/bin/sh
# install.sh COMMAND PACKAGE...: what the tests drive, from Debian's packages, unless the command is there.
set -u
command -v "$1" >/dev/null 2>&1 && exit 0
shift
if [ "$(id -u)" = 0 ]; then run=""
elif sudo -n true 2>/dev/null; then run="sudo -n"
else
  echo "The tests need a program that is not there. Please type:  sudo apt-get install -y $*" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
$run apt-get update -qq && $run apt-get install -y -qq --no-install-recommends "$@" >/dev/null
