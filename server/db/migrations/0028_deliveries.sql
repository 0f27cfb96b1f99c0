-- A mail server that sends a mail back names its delivery, and no member.
create index delivery_id on delivery (id);
