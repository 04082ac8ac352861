// SPDX-License-Identifier: GPL-3.0-or-later
// What a Node project would serve its videos with: Express, whose sendFile streams a file with
// fs.createReadStream and knows ranges.
import express from 'express';

const [directory] = process.argv.slice(2);
const app = express();
app.get('/:name', (request, response) =>
    response.sendFile(request.params.name, { root: directory })
);
const server = app.listen(0, '127.0.0.1', () =>
    console.log(`listening http://127.0.0.1:${server.address().port}`)
);
