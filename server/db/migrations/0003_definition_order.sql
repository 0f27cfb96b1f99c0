-- jsonb sorts the keys of objects; the fields of a group are asked in the order in which its definition writes them.
alter table definition_version
  alter column schema type json using schema::json,
  alter column workflow type json using workflow::json;
