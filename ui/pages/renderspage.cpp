// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/renderspage.h"

#include "ui/format.h"
#include "ui/pages/renderdetails.h"
#include "ui/pages/rendersmodel.h"
#include "ui/widgets/card.h"
#include "ui/widgets/statecell.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QJsonDocument>
#include <QLabel>
#include <QSettings>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include <numeric>

namespace r2cache {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int atATime = 100;
constexpr auto betweenPolls = 5s; // no event tells of reports
constexpr int wideEnough = 800; // for the details beside the table
constexpr int leastName = 110; // what a composition's name needs
constexpr auto command
    = "r2cache render --props props.json -- npx remotion render src/index.ts Main "
      "out.mp4 --props={props}";

} // namespace

RendersPage::RendersPage(ServiceState &state)
    : Page(Id::Renders, tr("Renders"), u"renders"_s, Body::Filling, state)
    , m_model(new RendersModel(this))
    , m_splitter(new QSplitter)
    , m_table(new QTableView)
    , m_details(new RenderDetails)
    , m_foot(makeCaption())
    , m_copy(new QAction(tr("Copy report"), this))
{
    auto *pane = new Card;
    pane->body()->addWidget(m_details);
    m_splitter->addWidget(makeTable());
    m_splitter->addWidget(pane);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(12);
    m_splitter->setSizes({700, 260});
    body()->addWidget(m_splitter, 1);
    body()->addWidget(m_foot);
    connect(m_model, &RendersModel::moreWanted, this, &RendersPage::fetchFrom);
    connect(m_details, &RenderDetails::copyWanted, this, &RendersPage::copyReport);
    m_poll.setInterval(betweenPolls);
    connect(&m_poll, &QTimer::timeout, this, &RendersPage::refreshSoon);
}

QWidget *RendersPage::makeTable()
{
    m_table->setModel(m_model);
    setUpTable(m_table);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setAccessibleName(tr("Reports of renders"));
    m_table->setItemDelegateForColumn(RendersModel::Result, new StateCell(m_table));
    auto *header = m_table->horizontalHeader();
    header->setSectionResizeMode(RendersModel::Composition, QHeaderView::Stretch);
    const QFontMetrics metrics(font());
    const auto widthOf = [&metrics](const QString &text) {
        return metrics.horizontalAdvance(text) + 22;
    };
    for (int column = 0; column < RendersModel::ColumnCount; ++column) {
        const auto title = m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        const auto widest = column == RendersModel::Finished ? u"12 days ago"_s
            : column == RendersModel::Result ? QString(RendersModel::tr("failed") + u" 00")
                                             : u"000.0 MB"_s;
        if (column != RendersModel::Composition)
            header->resizeSection(column, std::max(widthOf(title), widthOf(widest)));
    }
    header->resizeSection(RendersModel::Hits, widthOf(u"00,000"_s));
    for (int column = 0; column < RendersModel::ColumnCount; ++column)
        m_widths.append(column == RendersModel::Composition ? 0 : header->sectionSize(column));
    m_table->viewport()->installEventFilter(this);
    connect(
        m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        &RendersPage::showCurrent);

    m_copy->setShortcut(QKeySequence::Copy);
    m_copy->setShortcutContext(Qt::WidgetShortcut);
    connect(m_copy, &QAction::triggered, this, &RendersPage::copyReport);
    m_table->addAction(m_copy);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    auto *card = new Card;
    card->body()->setContentsMargins(6, 4, 6, 6);
    card->body()->addWidget(m_table);
    return card;
}

void RendersPage::refresh()
{
    fetchFrom(0);
}

void RendersPage::fetchFrom(qint64 skip)
{
    onAnswer(
        this, state().client().renders(atATime, skip),
        [this, skip](const Result<QJsonObject> &answer) {
            if (!answer) {
                showError(answer.error());
                return;
            }
            const auto reports = answer->value(u"renders").toArray();
            const auto total = answer->value(u"pagination").toObject().value(u"total").toInteger();
            setCount(total > 0 ? countText(total) : QString());
            if (total == 0) {
                showEmpty(
                    tr("No renders yet"),
                    tr("Render with \"r2cache render\" and its report comes here: what was cached, "
                       "how long it took, what was read from the origin. Scripts of your own post "
                       "theirs to /api/cache/renders."),
                    tr("Copy the command"));
                return;
            }
            if (skip == 0)
                m_model->setNewest(reports, total);
            else
                m_model->append(reports, total);
            showContent();
            showFoot();
            if (!m_table->currentIndex().isValid())
                m_table->selectRow(0);
        });
}

void RendersPage::emptyClicked()
{
    QGuiApplication::clipboard()->setText(QString::fromLatin1(command));
    Q_EMIT said(tr("The command is in the clipboard: %1").arg(QString::fromLatin1(command)));
}

void RendersPage::activated()
{
    m_poll.start();
}

void RendersPage::deactivated()
{
    m_poll.stop();
}

void RendersPage::showCurrent()
{
    const auto id = m_table->currentIndex().data(RendersModel::IdRole).toString();
    if (id == m_shownId)
        return;
    m_shownId = id;
    if (id.isEmpty()) {
        m_details->setReport({});
        return;
    }
    onAnswer(this, state().client().render(id), [this, id](const Result<QJsonObject> &report) {
        if (id != m_shownId)
            return; // another one was chosen meanwhile
        if (!report) {
            m_shownId.clear();
            Q_EMIT said(report.error().message);
            return;
        }
        m_details->setReport(*report);
    });
}

void RendersPage::showFoot()
{
    m_foot->setText(tr("%Ln reports", nullptr, static_cast<int>(m_model->total())));
}

void RendersPage::copyReport()
{
    if (m_details->report().isEmpty())
        return;
    QGuiApplication::clipboard()->setText(
        QString::fromUtf8(QJsonDocument(m_details->report()).toJson()));
    Q_EMIT said(tr("The report is in the clipboard."));
}

void RendersPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    arrange();
}

/// In a narrow window the details are below the table.
void RendersPage::arrange()
{
    const bool isWide = width() >= wideEnough;
    const auto orientation = isWide ? Qt::Horizontal : Qt::Vertical;
    if (m_splitter->orientation() != orientation) {
        if (!isWide)
            m_besideState = m_splitter->saveState();
        m_splitter->setOrientation(orientation);
        if (isWide)
            m_splitter->restoreState(m_besideState);
        else
            m_splitter->setSizes({300, 200});
    }
}

bool RendersPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table->viewport() && event->type() == QEvent::Resize)
        fitColumns();
    return Page::eventFilter(watched, event);
}

/// The less important columns go before the name of the composition cannot be read any more; the
/// details have them all.
void RendersPage::fitColumns()
{
    int used = std::accumulate(m_widths.begin(), m_widths.end(), leastName);
    for (const int column :
         {RendersModel::Hits, RendersModel::CachedUrls, RendersModel::FromOrigin}) {
        const bool isTooMuch = used > m_table->viewport()->width();
        m_table->setColumnHidden(column, isTooMuch);
        if (isTooMuch)
            used -= m_widths[column];
    }
}

QWidget *RendersPage::mainView() const
{
    return m_table;
}

void RendersPage::restoreView(QSettings &settings)
{
    m_besideState = settings.value("splitter").toByteArray();
    if (!m_besideState.isEmpty() && m_splitter->orientation() == Qt::Horizontal)
        m_splitter->restoreState(m_besideState);
}

void RendersPage::saveView(QSettings &settings) const
{
    settings.setValue(
        "splitter",
        m_splitter->orientation() == Qt::Horizontal ? m_splitter->saveState() : m_besideState);
}

} // namespace r2cache
