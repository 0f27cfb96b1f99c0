-- A work that shares entries out among several agents: to whom each goes, as the agent who launched it was told.
alter table work_item add column assignee uuid;
