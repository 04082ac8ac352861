// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/portchoice.h"

#include "app/servicethread.h"
#include "core/base/ports.h"
#include "core/client/privatefile.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>
#include <QTcpServer>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcPorts, "cache.ports", QtInfoMsg)

constexpr quint16 firstStandIn = 43001;
constexpr quint16 lastStandIn = 43999;

} // namespace

quint16 choosePort(
    quint16 usual, quint16 remembered, quint16 other, const std::function<bool(quint16)> &isFree)
{
    if (remembered != 0 && remembered != other && isFree(remembered))
        return remembered;
    if (usual != other && isFree(usual))
        return usual;
    for (quint16 port = firstStandIn; port <= lastStandIn; ++port) {
        if (port != other && isFree(port))
            return port;
    }
    return usual;
}

PortChoice choosePorts(const Settings &settings, const QString &file)
{
    const auto saved = readPrivateFile(file);
    auto remembered = saved ? QJsonDocument::fromJson(*saved).object() : QJsonObject();
    const auto before = remembered;
    PortChoice choice;
    quint16 other = 0;
    for (const auto key : {Key::ProxyPort, Key::ApiPort}) {
        const auto usual = static_cast<quint16>(settings.integer(key));
        if (settings.isSetByUser(key)) {
            other = usual;
            continue;
        }
        const auto name = rowOf(key).nameText();
        const auto last = static_cast<quint16>(remembered.value(name).toInt());
        const auto port = choosePort(usual, last, other, isPortFree);
        other = port;
        if (port == usual)
            continue;
        choice.standIns.insert(key, QString::number(port));
        remembered.insert(name, port);
        if (isPortFree(usual))
            continue; // it only stays where it was
        const bool isApi = key == Key::ApiPort;
        const auto holder = portHolder(usual);
        choice.taken.append({isApi, usual, holder, port});
        choice.notices.append(
            u"Port %1 is taken%2: %3 listens on port %4 instead."_s.arg(usual).arg(
                holder.isEmpty() ? QString() : QString(u" by "_s + holder),
                isApi ? u"the REST API"_s : u"the video proxy"_s, QString::number(port)));
    }
    if (remembered != before) {
        const auto written = replacePrivateFile(file, QJsonDocument(remembered).toJson());
        if (!written)
            qCWarning(lcPorts).noquote() << written.error().message;
    }
    return choice;
}

Result<PortChoice>
takeFreePorts(SettingsStore &store, const std::function<Result<SettingSources>()> &read)
{
    const auto paths = serviceEnvironmentOf(store.current(), nullptr).paths;
    for (const auto &folder : {paths.installation, paths.state}) {
        if (const auto made = makePrivateDirectory(folder); !made)
            return failure(made.error());
    }
    auto choice = choosePorts(store.current(), paths.state + u"/ports.json"_s);
    if (choice.standIns.isEmpty())
        return choice;
    auto sources = read();
    if (!sources)
        return failure(sources.error());
    sources->standIns = choice.standIns;
    if (const auto reloaded = store.reload(std::move(*sources)); !reloaded)
        return failure(reloaded.error());
    return choice;
}

} // namespace r2cache
