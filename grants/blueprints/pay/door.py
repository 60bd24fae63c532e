"""The blueprint that the pages of payment hang on."""

from flask import Blueprint

door = Blueprint("pay", __name__)
