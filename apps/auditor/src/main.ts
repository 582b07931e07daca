#!/usr/bin/env node
import { mithaq } from './mithaq.js';

process.exitCode = await mithaq(process.argv.slice(2), process);
