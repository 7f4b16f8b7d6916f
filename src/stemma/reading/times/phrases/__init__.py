"""Time expressions: what each phrase of time says where it stands."""
