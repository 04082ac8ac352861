// SPDX-License-Identifier: GPL-3.0-or-later
// What the storm's API clients do: each a request to one operation of the description.

const pick = (random, list) => list[random.integer(0, list.length - 1)];

/**
 * @param world  {ids, leases, jobs, urls}: what is known of the service, shared by all.
 * @return [method, path of the description, arguments, query, body]
 */
export function drawCall(random, world) {
    const id = pick(random, world.ids) ?? '0'.repeat(32);
    // Of some alone: what is leased is not evicted, and lowered limits are to be kept all the same.
    const leased = world.urls.slice(0, 25);
    const config = () => ({ clips: [1, 2, 3].map(() => pick(random, leased)) });
    const sortBy = pick(random, ['lastAccessedAt', 'createdAt', 'fileSizeBytes', 'accessCount']);
    const sortOrder = pick(random, ['asc', 'desc']);
    const calls = [
        ['GET', 'status'],
        ['GET', 'stats'],
        ['GET', 'health'],
        ['GET', 'history'],
        ['GET', 'logs', [], '?limit=50'],
        ['GET', 'leases'],
        ['GET', 'jobs'],
        ['GET', 'downloads'],
        ['GET', 'settings'],
        ['GET', 'verify'],
        ['GET', 'renders'],
        ['GET', 'entries', [], `?sortBy=${sortBy}&sortOrder=${sortOrder}&limit=20`],
        ['GET', 'entries', [], `?q=v${random.integer(0, 99)}&status=ready`],
        ['GET', 'entries', [], '?tags=storm&skip=5'],
        ['GET', 'entry/{id}', [id]],
        ['GET', 'entry/{id}/thumbnail', [id]],
        ['POST', 'entry/{id}/pin', [id]],
        ['DELETE', 'entry/{id}/pin', [id]],
        ['DELETE', 'entry/{id}', [id]],
        ['POST', 'entries/batch', [], '', { action: 'tag', tags: ['storm'], filter: { q: 'v1' } }],
        ['POST', 'entries/batch', [], '', { action: 'unpin', filter: {} }],
        ['POST', 'verify', [], '', { ids: [id] }],
        ['POST', 'optimize', [], '', {}],
        ['POST', 'clear', [], '', { strategy: pick(random, ['lru', 'ttl_expired', 'size_limit']) }],
        ['POST', 'validate-url', [], '', { url: pick(random, world.urls) }],
        ['POST', 'analyze-config', [], '', { config: config() }],
        ['POST', 'pre-cache', [], '', { urls: [pick(random, world.urls)], wait: false }],
        ['POST', 'pre-cache', [], '', { urls: [pick(random, world.urls)], waitMs: 3000 }],
        ['POST', 'process-config', [], '', { config: config(), waitMs: 3000, leaseMs: 5000 }],
        ['POST', 'process-config', [], '', { config: config(), wait: false, leaseMs: 5000 }],
        ['DELETE', 'lease/{id}', [pick(random, world.leases) ?? 'none']],
        ['POST', 'lease/{id}/renew', [pick(random, world.leases) ?? 'none']],
        ['GET', 'jobs/{id}', [pick(random, world.jobs) ?? 'none']],
        ['DELETE', 'jobs/{id}', [pick(random, world.jobs) ?? 'none']],
        [
            'POST',
            'downloads/{id}/{action}',
            [id, pick(random, ['pause', 'resume', 'cancel', 'retry'])],
        ],
        ['PATCH', 'settings', [], '', { CACHE_MAX_CONCURRENT_DOWNLOADS: random.integer(2, 6) }],
        ['POST', 'renders', [], '', { success: true, cachedUrls: [pick(random, world.urls)] }],
    ];
    const [method, path, args = [], query = '', body] = pick(random, calls);
    return { method, path: `/api/cache/${path}`, args, query, body };
}

/** Takes from an answer what later calls may name; the newest fifty of each. */
export function learn(world, answer) {
    const add = (list, found) => list.push(...found) > 50 && list.splice(0, list.length - 50);
    const data = answer.headers['content-type'] === 'application/json' && answer.json().data;
    if (!data) return;
    add(world.ids, (data.entries ?? []).map(({ id }) => id));
    add(world.ids, (data.downloads ?? []).map(({ id }) => id));
    add(world.jobs, data.jobId ? [data.jobId] : []);
    add(world.leases, data.leaseId ? [data.leaseId] : []);
}
