// The notice of a correction is for who made it: the address that may be sent on goes without it.

const address = new URL(location.href);
address.searchParams.delete("kept");
history.replaceState(null, "", address);
