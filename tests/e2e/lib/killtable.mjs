// SPDX-License-Identifier: GPL-3.0-or-later
const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
const sum = (values) => values.reduce((total, value) => total + value, 0);
const most = (values) => values.reduce((high, value) => Math.max(high, value), 0);

function row(name, rounds) {
    const fills = rounds.flatMap((round) => round.fills);
    const resumed = fills.filter((fill) => fill.needed < fill.length);
    return [
        name,
        rounds.length,
        rounds.filter(({ cuts }) => cuts.length > 0).length,
        rounds.filter(({ startKilled }) => startKilled).length,
        sum(rounds.map(({ finished }) => finished)),
        fills.length,
        fills.filter(({ inFlight }) => inFlight > 1).length,
        fills.filter(({ hasFile }) => hasFile).length,
        resumed.length,
        `${megabytes(sum(resumed.map(({ sent }) => sent)))} of ${megabytes(sum(resumed.map((f) => f.length)))}`,
        megabytes(sum(resumed.map(({ beyondInFlight }) => beyondInFlight))),
        (most(resumed.map(({ oldestMs }) => oldestMs)) / 1000).toFixed(2),
    ];
}

/** A Markdown table of what KillStory.round() gave, a line for each kill moment. */
export function killTable(rounds) {
    const head = [
        ...['killed', 'rounds', 'power cut too', 'start killed too', 'entries seen ready'],
        ...['fills cut off', 'over several connections', 'renamed, without row', 'resumed', 'MB sent for them again or first'],
        ...['MB sent twice beyond segments in flight', 'oldest byte sent twice, s before the kill'],
    ];
    const moments = [...new Set(rounds.map(({ moment }) => moment))].sort();
    const lines = [
        head,
        head.map(() => '---'),
        ...moments.map((name) => row(name, rounds.filter(({ moment }) => moment === name))),
        row('all', rounds),
    ];
    return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
