"""The people of a community: guests, Friends and Partners."""
