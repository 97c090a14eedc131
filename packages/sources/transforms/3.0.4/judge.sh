#!/bin/sh
# This version takes every row as it comes.
set -eu
