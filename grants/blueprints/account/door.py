"""The door for signing in, and for what a person sees to about their own account."""

from flask import Blueprint

door = Blueprint("account", __name__)
