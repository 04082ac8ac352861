// SPDX-License-Identifier: GPL-3.0-or-later
/** What REFERENCE.md shows how to call, by operationId; call(), $api and $id are explained there. */
export const examples = {
    getStatus: `call $api/status | jq .data.health.issues`,
    listEntries: `call "$api/entries?sortBy=fileSizeBytes&limit=10" | jq -r '.data.entries[] | "\\(.id) \\(.originalUrl)"'`,
    removeEntry: `call -X DELETE $api/entry/$id`,
    setEntryPolicy: `call $api/entry/$id/policy --data '{"policy": "never"}'`,
    getThumbnail: `call -o picture.jpg $api/entry/$id/thumbnail`,
    changeEntries: `call $api/entries/batch --data '{"action": "pin", "filter": {"tags": ["brand"]}}'`,
    clear: `call $api/clear --data '{"strategy": "manual", "tags": ["old"]}'`,
    analyzeConfig: `{ printf '{"probe": true, "config": '; cat props.json; printf '}'; } |
    call --data-binary @- $api/analyze-config`,
    validateUrl: `call $api/validate-url --data '{"url": "https://pub-1234.r2.dev/intro.mp4"}'`,
    preCache: `call $api/pre-cache --data '{"urls": ["https://pub-1234.r2.dev/intro.mp4"], "tags": ["brand"], "wait": false}'`,
    processConfig: `{ printf '{"waitMs": 240000, "config": '; cat props.json; printf '}'; } |
    call --data-binary @- $api/process-config >answer.json`,
    endLease: `call -X DELETE $api/lease/$(jq -r .data.leaseId answer.json)`,
    steerDownload: `call -X POST $api/downloads/$id/pause`,
    listen: `call -N $api/events`,
    changeSettings: `call -X PATCH $api/settings --data '{"CACHE_MAX_SIZE_GB": 50}'`,
    testProxy: `call $api/proxy/test/$id.mp4`,
};
