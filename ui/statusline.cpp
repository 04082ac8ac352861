// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/statusline.h"

#include "ui/format.h"
#include "ui/servicestate.h"
#include "ui/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/statelight.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace r2cache {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

StatusLine::StatusLine(ServiceState &state, QWidget *parent)
    : QFrame(parent)
    , m_state(state)
    , m_light(new StateLight(this))
    , m_proxy(makeAddress(tr("proxy")))
    , m_api(makeAddress(tr("API")))
    , m_activity(makeCaption({}, this))
    , m_held(makeCaption({}, this))
{
    setProperty("role", u"statusline"_s);
    m_activity->setTextFormat(Qt::PlainText);
    m_activity->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_sentence.setSingleShot(true);
    m_sentence.setInterval(8s);
    connect(&m_sentence, &QTimer::timeout, this, &StatusLine::showActivity);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 4, 12, 4);
    row->setSpacing(4);
    row->addWidget(m_light);
    row->addWidget(m_proxy.label);
    row->addWidget(m_proxy.copy);
    row->addSpacing(12);
    row->addWidget(m_api.label);
    row->addWidget(m_api.copy);
    row->addSpacing(14);
    row->addWidget(m_activity, 1);
    row->addWidget(m_held);

    connect(&state, &ServiceState::connectionChanged, this, &StatusLine::showAddresses);
    connect(&state, &ServiceState::statusChanged, this, &StatusLine::showAddresses);
    connect(&state, &ServiceState::downloadsChanged, this, &StatusLine::showActivity);
    connect(&state, &ServiceState::leasesChanged, this, &StatusLine::showHeld);
    showAddresses();
    showActivity();
    showHeld();
}

StatusLine::Address StatusLine::makeAddress(const QString &what)
{
    Address address;
    address.label = makeCaption({}, this);
    address.copy = new QToolButton(this);
    address.copy->setProperty("role", u"small"_s);
    address.copy->setFont(captionFont(font()));
    address.copy->setText(tr("copy"));
    address.copy->setAccessibleName(tr("Copy the address of the %1").arg(what));
    address.copy->setToolTip(address.copy->accessibleName());
    connect(address.copy, &QToolButton::clicked, this, [this, what] {
        const auto &url = what == tr("API") ? m_api.url : m_proxy.url;
        QGuiApplication::clipboard()->setText(url);
        say(tr("%1 is in the clipboard.").arg(url));
    });
    return address;
}

void StatusLine::say(const QString &sentence)
{
    m_activity->setText(sentence);
    m_activity->setToolTip(sentence);
    m_sentence.start();
}

void StatusLine::show(Address &address, const QString &what, const QUrl &url)
{
    address.url = url.isEmpty() ? QString() : url.toString(QUrl::StripTrailingSlash);
    address.label->setText(url.isEmpty() ? QString() : QString(what + u' ' + url.authority()));
    address.label->setVisible(!url.isEmpty());
    address.copy->setVisible(!url.isEmpty());
}

void StatusLine::showAddresses()
{
    const bool isThere = m_state.isConnected();
    const bool isWaiting = m_state.connection() == ServiceState::Connection::Starting;
    m_light->setState(
        isThere ? State::Good : (isWaiting ? State::Unknown : State::Bad),
        isThere ? tr("The servers run") : (isWaiting ? tr("Starting") : tr("Not reachable")),
        false);
    auto proxy = m_state.address().proxyUrl;
    if (proxy.isEmpty() && m_state.status() && m_state.status()->proxyPort > 0) {
        proxy = m_state.address().apiUrl; // given by its API alone: the same host
        proxy.setPort(m_state.status()->proxyPort);
    }
    show(m_proxy, tr("Proxy"), proxy);
    show(m_api, tr("API"), m_state.address().apiUrl);
}

void StatusLine::showActivity()
{
    if (m_sentence.isActive())
        return;
    const int running = m_state.runningDownloads();
    const auto waiting = m_state.downloads().size() - running;
    QStringList parts;
    if (running > 0) {
        parts.append(tr("%Ln downloads", nullptr, running));
        if (m_state.downloadSpeed() > 0)
            parts.append(speedText(m_state.downloadSpeed()));
    }
    if (waiting > 0)
        parts.append(tr("%Ln wait", nullptr, static_cast<int>(waiting)));
    m_activity->setText(parts.join(u" · "_s));
    m_activity->setToolTip({});
}

void StatusLine::showHeld()
{
    const auto leases = static_cast<int>(m_state.leases().size());
    const auto videos = static_cast<int>(m_state.heldEntries());
    const auto text
        = tr("%Ln renders hold %1", nullptr, leases).arg(tr("%Ln videos", nullptr, videos));
    m_held->setText(leases > 0 ? text : QString());
}

} // namespace r2cache
