"""The blueprint that the pages of this door share."""

from flask import Blueprint

from grants.web.uploads import room_for_uploads

door = Blueprint("award", __name__)
room_for_uploads(door, "give_bank_details")
