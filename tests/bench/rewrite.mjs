// SPDX-License-Identifier: GPL-3.0-or-later
// The peer of rewrite.cpp: what a Node program does, given the mappings it has anyway.
//   node rewrite.mjs CONFIG MAPPINGS [OUTPUT]
import {readFileSync, writeFileSync} from 'node:fs';

const [config, mappingsFile, output] = process.argv.slice(2);
const text = readFileSync(config, 'utf8');
const mappings = new Map(Object.entries(JSON.parse(readFileSync(mappingsFile, 'utf8'))));

function replaced(value) {
  if (typeof value === 'string') return mappings.get(value) ?? value;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = replaced(value[i]);
  } else if (value !== null && typeof value === 'object') {
    for (const key of Object.keys(value)) value[key] = replaced(value[key]);
  }
  return value;
}

const start = performance.now();
const rewritten = JSON.stringify(replaced(JSON.parse(text)));
const milliseconds = performance.now() - start;

console.log(`${milliseconds.toFixed(2)} (${mappings.size} URLs, ${text.length} characters)`);
if (output) writeFileSync(output, rewritten);
