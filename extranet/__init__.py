"""Palier: the extranet of door-to-door sales."""

import os

os.environ.setdefault("PICCOLO_CONF", "extranet.piccolo_conf")
