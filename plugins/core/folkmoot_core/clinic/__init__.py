"""Case clinics on a call: groups from whoever is there, and steps by the clock."""
