// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/doctororigins.h"
#include "app/verbs/texttable.h"
#include "app/verbs/verbs.h"

#include <QJsonArray>

namespace r2cache {

using namespace Qt::StringLiterals;
using Verdict = DoctorCheck::Verdict;

namespace {

QString wordOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Ok:
        return u"ok"_s;
    case Verdict::Warning:
        return u"warning"_s;
    case Verdict::Failed:
        break;
    }
    return u"failed"_s;
}

QString markOf(Verdict verdict)
{
    if (verdict == Verdict::Ok)
        return u"OK  "_s;
    return verdict == Verdict::Warning ? u"WARN"_s : u"FAIL"_s;
}

/// Whether the service of this place answers. @p running is set when its process lives.
DoctorCheck checkService(VerbContext &context, std::optional<Endpoint> &running)
{
    const auto name = u"service"_s;
    const auto directory = context.settings().text(Key::Directory);
    const EndpointFile file(endpointDirectory(qEnvironmentVariable("XDG_RUNTIME_DIR")), directory);
    const auto endpoint = file.read();
    if (!endpoint && endpoint.error().code == ErrorCode::NotFound) {
        return {
            name, Verdict::Ok, u"None runs for %1."_s.arg(directory),
            u"r2cache --no-gui starts one."_s};
    }
    if (!endpoint)
        return {name, Verdict::Failed, endpoint.error().message, {}};
    running = *endpoint;
    const auto health
        = context.ask([](ServiceClient &client) { return client.dataOf(u"health"_s); });
    if (!health) {
        return {
            name, Verdict::Failed,
            u"Process %1 runs, but: %2"_s.arg(endpoint->pid).arg(health.error().message),
            u"End it and start it anew."_s};
    }
    const auto status = health->value(u"status").toString();
    return {
        name, status == u"healthy" ? Verdict::Ok : Verdict::Warning,
        u"Process %1 answers at %2; its health is %3."_s.arg(endpoint->pid)
            .arg(endpoint->apiUrl.toString(), status),
        status == u"healthy" ? QString() : u"r2cache health says more."_s};
}

QList<QUrl> urlsIn(const QStringList &words)
{
    QList<QUrl> urls;
    for (const auto &word : words)
        urls.append(QUrl(word, QUrl::StrictMode));
    return urls;
}

QString textOf(const QList<DoctorCheck> &checks, int width)
{
    qsizetype nameWidth = 0;
    for (const auto &check : checks)
        nameWidth = std::max(nameWidth, check.name.size());
    const QString indent(nameWidth + 8, u' ');
    QString text;
    for (const auto &check : checks) {
        text += markOf(check.verdict) + u"  "_s + check.name.leftJustified(nameWidth) + u"  "_s
            + wrapped(check.finding, width, indent).mid(indent.size()) + u'\n';
        if (!check.advice.isEmpty())
            text += wrapped(u"-> "_s + check.advice, width, indent) + u'\n';
    }
    return text;
}

QJsonObject documentOf(const QList<DoctorCheck> &checks, Verdict worst)
{
    QJsonArray list;
    for (const auto &check : checks) {
        list.append(QJsonObject{
            {u"name"_s, check.name},
            {u"status"_s, wordOf(check.verdict)},
            {u"finding"_s, check.finding},
            {u"advice"_s, check.advice.isEmpty() ? QJsonValue() : QJsonValue(check.advice)}});
    }
    return {{u"status"_s, wordOf(worst)}, {u"checks"_s, list}};
}

} // namespace

int runDoctor(VerbContext &context)
{
    const auto &words = context.arguments().positional();
    const auto named = urlsIn(words);
    for (qsizetype i = 0; i < named.size(); ++i) {
        if (!named[i].isValid() || named[i].host().isEmpty()
            || !named[i].scheme().startsWith(u"http")) {
            return context.misuse(u"\"%1\" is not the URL of a video."_s.arg(words[i]));
        }
    }
    const auto &settings = context.settings();
    const SystemDiskSpace disks;
    std::optional<Endpoint> running;
    QList<DoctorCheck> checks;
    for (const auto faults = context.environment().settings->faults(); const auto &fault : faults)
        checks.append(
            {u"settings"_s, Verdict::Failed, fault, u"Set it right, or nothing starts."_s});
    checks.append(checkService(context, running));
    checks.append(checkPort(settings, Key::ApiPort, running));
    checks.append(checkPort(settings, Key::ProxyPort, running));
    checks.append(checkDirectory(settings.text(Key::Directory), disks));
    checks.append(checkDisk(settings, disks));
    checks.append(
        checkRuntimeDirectory(endpointDirectory(qEnvironmentVariable("XDG_RUNTIME_DIR"))));
    checks.append(checkTls());
    checks.append(checkMediaTools());
    const auto origins
        = checkOrigins(context, named.isEmpty() ? usualOrigins(settings) : named, !named.isEmpty());
    checks += origins.checks;
    checks.append(checkClock(origins.clockAheadSeconds));
    auto worst = Verdict::Ok;
    for (const auto &check : checks)
        worst = std::max(worst, check.verdict);
    return context.print(
        documentOf(checks, worst), textOf(checks, context.console().width()),
        worst == Verdict::Failed ? exitFailed : exitOk);
}

} // namespace r2cache
