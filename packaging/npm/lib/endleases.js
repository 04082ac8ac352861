// SPDX-License-Identifier: GPL-3.0-or-later
// A program: ends the leases on its standard input, [{url, authorization}].
'use strict';

const fs = require('node:fs');
const { send } = require('./http.js');

for (const { url, authorization } of JSON.parse(fs.readFileSync(0, 'utf8'))) {
    const headers = { Authorization: authorization };
    send(url, { method: 'DELETE', headers, timeoutMs: 2000 }).catch(() => {});
}
