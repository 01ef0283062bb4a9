#!/usr/bin/env bash
# Installs the real editors that the suites drive, by their Debian names, and only those that are missing.
set -eu
missing=""
command -v chromium >/dev/null || missing="$missing chromium"
command -v nvim >/dev/null || missing="$missing neovim"
command -v emacs >/dev/null || missing="$missing emacs-nox"
[ -e /usr/share/emacs/site-lisp/elpa-src ] && ls /usr/share/emacs/site-lisp/elpa-src | grep -q '^eglot' || missing="$missing elpa-eglot"
[ -z "$missing" ] && exit 0
if ! command -v apt-get >/dev/null; then
  echo "these are needed and cannot be installed without apt-get:$missing" >&2
  exit 2
fi
as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"
export DEBIAN_FRONTEND=noninteractive
echo "installing$missing"
# The package lists may be absent or stale: refresh them only when the first try fails.
install() { $as_root apt-get install -y -q --no-install-recommends $missing >/dev/null; }
install 2>/dev/null || { $as_root apt-get update -q >/dev/null; install; }
