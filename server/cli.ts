import { COMMANDS } from "./cli/commands.ts";
import { ConfigError, readConfig } from "./config.ts";
import { DatabaseStartError } from "./db/start-error.ts";
import { BrokenDefinitions } from "./start.ts";

const [name = "help", ...args] = process.argv.slice(2);
const command = COMMANDS.find((candidate) => candidate.name === name);

if (!command) {
  const width = Math.max(...COMMANDS.map((each) => each.usage.length));
  const lines = COMMANDS.map((each) => `  guichet ${each.usage.padEnd(width)}  ${each.does}`);
  process.stdout.write(`${lines.join("\n")}\n`);
  process.exit(name === "help" ? 0 : 2);
}

try {
  process.exitCode = await command.run(readConfig(), args);
} catch (error) {
  const expected =
    error instanceof ConfigError || error instanceof DatabaseStartError || error instanceof BrokenDefinitions;
  if (isWrongOption(error)) process.stderr.write(`Option inconnue. Écrivez : guichet ${command.usage}\n`);
  else if (expected) process.stderr.write(`${error.message}\n`);
  else console.error(error);
  process.exitCode = 1;
}

function isWrongOption(error: unknown): boolean {
  return error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
