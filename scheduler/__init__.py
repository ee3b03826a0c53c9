"""The clock ticked: what happens because of the hour, and not because somebody spoke."""
