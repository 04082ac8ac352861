// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/logpage.h"

#include "ui/pages/logfoot.h"
#include "ui/pages/logmodel.h"
#include "ui/pages/logtable.h"
#include "ui/widgets/card.h"
#include "ui/widgets/searchfield.h"

#include <QAction>
#include <QBoxLayout>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSaveFile>
#include <QSettings>

namespace r2cache {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto betweenPolls = 1s;
constexpr int atATime = 2000; // all that the service keeps

LogFilter *makeFilter(LogModel *model)
{
    auto *filter = new LogFilter(model);
    filter->setSourceModel(model);
    return filter;
}

} // namespace

LogPage::LogPage(ServiceState &state)
    : Page(Id::Log, tr("Log"), u"log"_s, Body::Filling, state)
    , m_model(new LogModel(this))
    , m_filter(makeFilter(m_model))
    , m_search(new SearchField(tr("Search the log")))
    , m_level(new QComboBox)
    , m_category(new QComboBox)
    , m_pause(new QPushButton)
    , m_table(new LogTable(*m_filter))
    , m_whole(new QLabel)
    , m_foot(new LogFoot)
    , m_copy(new QAction(tr("Copy"), this))
    , m_save(new QAction(tr("Save…"), this))
{
    makeActions();
    body()->addLayout(makeTools());
    body()->addWidget(makeTable(), 1);
    body()->addWidget(m_foot);

    connect(m_foot, &LogFoot::endWanted, m_table, &LogTable::goToEnd);
    connect(m_foot, &LogFoot::moreWanted, this, [this] {
        Q_EMIT itemWanted(Id::Settings, u"DEBUG"_s);
    });
    connect(m_table, &LogTable::scrolled, this, &LogPage::showFoot);
    connect(m_table, &LogTable::currentChangedTo, this, &LogPage::showWhole);
    m_poll.setInterval(betweenPolls);
    connect(&m_poll, &QTimer::timeout, this, &LogPage::poll);
    setPaused(false);
    showCategories();
}

void LogPage::makeActions()
{
    m_copy->setShortcut(QKeySequence::Copy);
    m_copy->setToolTip(tr("Copy the selected lines, or all that are shown"));
    m_copy->setShortcutContext(Qt::WidgetShortcut); // elsewhere Ctrl+C copies what is elsewhere
    connect(m_copy, &QAction::triggered, this, &LogPage::copy);
    m_save->setShortcut(QKeySequence::Save);
    m_save->setToolTip(tr("Save the lines that are shown"));
    m_save->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(m_save, &QAction::triggered, this, &LogPage::askSave);
    addAction(m_save);
    auto *onlyThis = new QAction(tr("Only this part"), this);
    connect(onlyThis, &QAction::triggered, this, [this] {
        const auto current = m_table->currentIndex().siblingAtColumn(LogModel::Category);
        const int index = m_category->findData(current.data().toString());
        m_category->setCurrentIndex(std::max(index, 0));
    });
    m_table->addActions({m_copy, m_save, onlyThis});
}

QLayout *LogPage::makeTools()
{
    m_search->setMinimumWidth(120);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filter->setText(text);
        m_table->goToEnd();
    });
    m_level->addItems(
        {tr("All levels"), tr("Info and above"), tr("Warnings and errors"), tr("Errors")});
    m_level->setAccessibleName(tr("Lowest level shown"));
    connect(m_level, &QComboBox::currentIndexChanged, this, [this](int rank) {
        m_filter->setLowestRank(rank);
        m_table->goToEnd();
    });
    m_category->setAccessibleName(tr("Part of the program"));
    m_category->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_category->setMinimumContentsLength(14);
    connect(m_category, &QComboBox::currentIndexChanged, this, [this] {
        m_filter->setCategory(m_category->currentData().toString());
        m_table->goToEnd();
    });
    m_pause->setCheckable(true);
    m_pause->setToolTip(tr("Stop taking new lines, to read in peace"));
    connect(m_pause, &QPushButton::toggled, this, &LogPage::setPaused);

    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_search, 1);
    row->addWidget(m_level);
    row->addWidget(m_category);
    row->addWidget(m_pause);
    for (auto *action : {m_copy, m_save}) {
        auto *button = new QPushButton(action->text());
        button->setToolTip(action->toolTip());
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
        row->addWidget(button);
    }
    return row;
}

QWidget *LogPage::makeTable()
{
    m_whole->setWordWrap(true);
    m_whole->setTextFormat(Qt::PlainText);
    m_whole->setFont(monospaceLike(font()));
    m_whole->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_whole->setContentsMargins(8, 6, 8, 0);
    m_whole->setAccessibleName(tr("The whole line"));
    m_whole->hide();
    auto *card = new Card;
    card->body()->setContentsMargins(6, 4, 6, 8);
    card->body()->addWidget(m_table, 1);
    card->body()->addWidget(m_whole);
    return card;
}

/// All that there is; from then on only what follows.
void LogPage::refresh()
{
    onAnswer(
        this, state().client().logs(u"debug"_s, -1, atATime),
        [this](const Result<QJsonObject> &answer) {
            if (!answer) {
                showError(answer.error());
                return;
            }
            take(answer->value(u"lines").toArray());
        });
}

void LogPage::poll()
{
    if (!state().isConnected() || m_model->last() < 0 || std::exchange(m_isAsked, true))
        return;
    onAnswer(
        this, state().client().logs(u"debug"_s, m_model->last(), atATime),
        [this](const Result<QJsonObject> &answer) {
            m_isAsked = false;
            if (answer && !m_pause->isChecked()) // that it is gone, the window says
                take(answer->value(u"lines").toArray());
        });
}

void LogPage::take(const QJsonArray &lines)
{
    m_model->take(lines);
    if (m_model->rowCount() == 0) {
        showEmpty(
            tr("Nothing is logged yet"),
            tr("What the service does and what goes wrong will stand here."));
        return;
    }
    showContent();
    if (!lines.isEmpty())
        showCategories();
    showFoot();
}

void LogPage::activated()
{
    m_poll.start();
    if (m_model->rowCount() > 0 && !m_pause->isChecked())
        refreshSoon(); // more may have come than one poll brings
}

void LogPage::deactivated()
{
    m_poll.stop();
}

void LogPage::setPaused(bool paused)
{
    m_pause->setText(paused ? tr("Go on") : tr("Pause"));
    if (!paused && isActive())
        refreshSoon();
    showFoot();
}

void LogPage::showCategories()
{
    auto categories = m_model->categories();
    const auto chosen = m_category->currentData().toString();
    if (!chosen.isEmpty() && !categories.contains(chosen))
        categories.prepend(chosen);
    if (m_category->count() == categories.size() + 1)
        return; // none goes but with the service
    const QSignalBlocker blocker(m_category);
    m_category->clear();
    m_category->addItem(tr("All parts"));
    for (const auto &category : std::as_const(categories))
        m_category->addItem(category, category);
    m_category->setCurrentIndex(std::max(m_category->findData(chosen), 0));
}

/// A row has one line only; what does not fit stands below the table.
void LogPage::showWhole(const QString &message)
{
    m_whole->setText(message);
    m_whole->setVisible(!message.isEmpty());
}

void LogPage::showFoot()
{
    m_foot->show(
        {m_model->rowCount(), m_filter->rowCount(), static_cast<int>(m_table->unseen()),
         m_table->isAtEnd(), m_pause->isChecked()});
}

QString LogPage::shownText() const
{
    return m_table->text();
}

Result<> LogPage::saveTo(const QString &path) const
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(shownText().toUtf8()) < 0
        || !file.commit()) {
        return failure(ErrorCode::Io, tr("Could not write %1: %2.").arg(path, file.errorString()));
    }
    return {};
}

void LogPage::copy()
{
    const auto text = shownText();
    QGuiApplication::clipboard()->setText(text);
    Q_EMIT said(
        tr("%Ln lines are in the clipboard.", nullptr, static_cast<int>(text.count(u'\n'))));
}

void LogPage::askSave()
{
    auto *dialog = new QFileDialog(this, tr("Save the log"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"log"_s);
    dialog->setNameFilters({tr("Logs (*.log *.txt)"), tr("All files (*)")});
    dialog->selectFile(u"r2cache.log"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        const auto saved = saveTo(path);
        Q_EMIT said(saved ? tr("The log was saved as %1.").arg(path) : saved.error().message);
    });
    dialog->open();
}

bool LogPage::focusSearch()
{
    m_search->take();
    return true;
}

QWidget *LogPage::mainView() const
{
    return m_table;
}

void LogPage::restoreView(QSettings &settings)
{
    m_level->setCurrentIndex(
        std::clamp(settings.value("level", 0).toInt(), 0, m_level->count() - 1));
    m_table->horizontalHeader()->restoreState(settings.value("columns").toByteArray());
}

void LogPage::saveView(QSettings &settings) const
{
    settings.setValue("level", m_level->currentIndex());
    settings.setValue("columns", m_table->horizontalHeader()->saveState());
}

} // namespace r2cache
