#!/usr/bin/env -S node --max-semi-space-size=64
import { run } from './cli.ts';

process.exitCode = await run(process.argv);
