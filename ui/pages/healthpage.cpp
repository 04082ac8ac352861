// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/healthpage.h"

#include "ui/format.h"
#include "ui/healthnotes.h"
#include "ui/pages/healthfixes.h"
#include "ui/widgets/card.h"
#include "ui/widgets/statefigure.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QString apiAddressOf(const ServiceAddress &address)
{
    return QString(address.apiUrl.host() + u':' + QString::number(address.apiUrl.port(80)));
}

} // namespace

HealthPage::HealthPage(ServiceState &state)
    : Page(Id::Health, tr("Health"), u"health"_s, Body::Scrolling, state)
    , m_fixes(new HealthFixes(state, this))
    , m_figure(new StateFigure)
    , m_text(makeCaption())
    , m_again(new QPushButton(tr("Check again")))
    , m_checks(new NoteList(true))
{
    m_text->setWordWrap(true);
    auto *verdict = new QVBoxLayout;
    verdict->addWidget(m_figure);
    verdict->addWidget(m_text);
    auto *top = new QHBoxLayout;
    top->addLayout(verdict, 1);
    top->addWidget(m_again, 0, Qt::AlignVCenter);
    auto *overall = new Card(tr("Overall"));
    overall->body()->addLayout(top);
    auto *checks = new Card(tr("Checks"));
    checks->body()->addWidget(m_checks);
    body()->addWidget(overall);
    body()->addWidget(checks);
    body()->addStretch();

    m_again->setToolTip(tr("Measure anew, and read a video through the proxy"));
    connect(m_again, &QPushButton::clicked, this, &HealthPage::checkAgain);
    connect(m_fixes, &HealthFixes::busyChanged, this, &HealthPage::show);
    connect(m_fixes, &HealthFixes::said, this, &Page::said);
    connect(m_checks, &NoteList::actionChosen, this, [this](const QString &key, const QString &id) {
        Q_UNUSED(key)
        act(id);
    });
    connect(&state, &ServiceState::statusChanged, this, [this] {
        m_checkedAt = QDateTime::currentDateTime();
        m_health.reset();
        show();
    });
    connect(&state, &ServiceState::downloadsChanged, this, &HealthPage::show);
    connect(&state, &ServiceState::settingsChanged, this, &HealthPage::fetchSettings);
    connect(&state, &ServiceState::connectionChanged, this, &HealthPage::show);
}

void HealthPage::refresh()
{
    fetchSettings();
    show();
}

void HealthPage::fetchSettings()
{
    if (!state().isConnected())
        return;
    onAnswer(this, state().client().settings(), [this](const Result<QJsonObject> &settings) {
        if (!settings)
            return; // the measure is left out
        const auto value
            = settings->value(u"CACHE_MIN_FREE_GB").toObject().value(u"value").toDouble(-1);
        m_minFreeBytes = value < 0 ? -1 : static_cast<qint64>(value * 1024 * 1024 * 1024);
        show();
    });
}

/// The count in the navigation also while the page is hidden.
void HealthPage::show()
{
    const auto health = m_health.value_or(state().health());
    if (health.status.isEmpty())
        return;
    const auto issues = health.issues.size();
    setCount(issues > 0 ? countText(issues) : QString());
    showContent();
    if (!isActive())
        return;

    HealthFacts facts;
    facts.status = state().status();
    facts.apiAddress = apiAddressOf(state().address());
    facts.minFreeBytes = m_minFreeBytes;
    facts.readThrough = m_readThrough;
    const auto failures = failuresOf(state().failedDownloads());
    const auto anHourAgo = QDateTime::currentDateTimeUtc().addSecs(-3600);
    facts.failed = failures.size();
    facts.failedLastHour = std::ranges::count_if(
        failures, [&](const DownloadInfo &download) { return download.failedAt >= anHourAgo; });
    m_figure->setState(stateOfWord(health.status), healthText(health));
    m_checks->setNotes(healthNotes(health, facts));
    const bool isFree = !m_isChecking && !m_fixes->isBusy() && state().isConnected();
    m_checks->setActionsEnabled(isFree);
    m_again->setEnabled(isFree);
    showCheckedAt();
}

void HealthPage::showCheckedAt()
{
    const auto count = static_cast<int>(m_checks->notes().size());
    m_text->setText(
        tr("%Ln checks", nullptr, count)
        + (m_checkedAt.isValid() ? u" · "_s
                   + tr("last checked at %1")
                         .arg(QLocale().toString(m_checkedAt.time(), u"HH:mm:ss"_s))
                                 : QString())
        + u"\n"_s
        + tr("Looked at all the time; the servers are asked each minute, the index is read once a "
             "day."));
}

void HealthPage::endCheck(const QString &sentence)
{
    m_isChecking = false;
    show();
    Q_EMIT said(sentence);
}

void HealthPage::checkAgain()
{
    m_isChecking = true;
    show();
    onAnswer(this, state().client().health(), [this](const Result<HealthInfo> &health) {
        if (!health)
            return endCheck(health.error().message);
        m_health = *health;
        m_checkedAt = QDateTime::currentDateTime();
        readThroughProxy();
    });
}

/// What a render does is the best check of the proxy.
void HealthPage::readThroughProxy()
{
    EntriesQuery newest;
    newest.limit = 1;
    onAnswer(this, state().client().entries(newest), [this](const Result<EntryList> &list) {
        if (!list || list->entries.isEmpty())
            return endCheck(list ? healthText(*m_health) : list.error().message);
        const auto &entry = list->entries.constFirst();
        const auto fileName = QUrl(entry.localUrl).fileName();
        onAnswer(
            this, state().client().testProxy(fileName),
            [this, name = nameOfUrl(entry.originalUrl)](const Result<QJsonObject> &answer) {
                sayReadThrough(name, answer);
            });
    });
}

void HealthPage::sayReadThrough(const QString &name, const Result<QJsonObject> &answer)
{
    if (!answer)
        return endCheck(answer.error().message);
    if (answer->value(u"success").toBool()) {
        const auto milliseconds = answer->value(u"responseTimeMs").toDouble();
        m_readThrough = tr("Reading %1 through it took %2 ms.")
                            .arg(name, QLocale().toString(milliseconds, 'f', 1));
    } else {
        m_readThrough
            = tr("Reading %1 through it failed: %2").arg(name, answer->value(u"error").toString());
    }
    endCheck(m_health ? QString(healthText(*m_health) + u". "_s + m_readThrough) : m_readThrough);
}

void HealthPage::act(const QString &action)
{
    if (m_fixes->run(action))
        return;
    if (action == healthaction::log)
        Q_EMIT pageWanted(Id::Log);
    else if (action == healthaction::downloads)
        Q_EMIT pageWanted(Id::Downloads);
    else if (action.startsWith(healthaction::setting))
        Q_EMIT itemWanted(Id::Settings, action.sliced(healthaction::setting.size()));
}

} // namespace r2cache
