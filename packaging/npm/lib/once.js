// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

const said = new Set();

/** console.warn, the same sentence once in this process: a farm's renders are many. */
function warnOnce(message) {
    if (said.has(message)) return;
    said.add(message);
    console.warn(message);
}

module.exports = { warnOnce };
