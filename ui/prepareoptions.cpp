// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prepareoptions.h"

#include <QAction>
#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSpinBox>
#include <QToolButton>

namespace r2cache {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int usualMegabytes = 500;
constexpr qint64 megabyte = 1024LL * 1024;

QJsonArray patternsOf(const QString &text)
{
    QJsonArray patterns;
    for (const auto parts = text.split(u',', Qt::SkipEmptyParts); const auto &part : parts) {
        if (const auto pattern = part.trimmed(); !pattern.isEmpty())
            patterns.append(pattern);
    }
    return patterns;
}

/// "intro, drafts = low": a pattern's level is high unless another one is named. What is no level
/// belongs to the pattern, as = may stand in a URL.
QJsonObject prioritiesOf(const QString &text)
{
    QJsonObject priorities;
    for (const auto patterns = patternsOf(text); const auto &one : patterns) {
        auto pattern = one.toString();
        QString level = u"high"_s;
        const auto sign = pattern.lastIndexOf(u'=');
        const auto word = pattern.sliced(sign + 1).trimmed().toLower();
        if (sign > 0 && (word == u"high" || word == u"medium" || word == u"low")) {
            level = word;
            pattern = pattern.first(sign).trimmed();
        }
        priorities.insert(pattern, level);
    }
    return priorities;
}

QLabel *labelOf(const QString &text, QWidget *buddy)
{
    auto *label = new QLabel(text);
    label->setBuddy(buddy);
    return label;
}

} // namespace

PrepareOptions::PrepareOptions(QWidget *parent)
    : QWidget(parent)
    , m_skip(new QCheckBox(tr("&Leave out problematic")))
    , m_largest(new QSpinBox)
    , m_quality(new QToolButton)
    , m_qualities(new QMenu(this))
    , m_first(new QComboBox)
    , m_favourites(new QLineEdit)
    , m_favouritesLine(new QWidget)
    , m_include(new QLineEdit)
    , m_exclude(new QLineEdit)
{
    m_skip->setToolTip(
        tr("Those that are larger than allowed, probably large, or have failed three "
           "times in a day: they keep their URL."));
    m_largest->setRange(1, 1'000'000);
    m_largest->setValue(usualMegabytes);
    m_largest->setMaximumWidth(100);
    m_largest->setSuffix(tr(" MB"));
    m_largest->setGroupSeparatorShown(true);
    m_largest->setToolTip(tr("Larger videos are problematic."));
    m_first->addItem(tr("small ones"), u"size"_s);
    m_first->addItem(tr("high quality"), u"quality"_s);
    m_first->addItem(tr("most used"), u"frequency"_s);
    m_first->addItem(tr("those named"), u"custom"_s);
    m_first->setToolTip(tr("What is downloaded first."));
    m_include->setPlaceholderText(tr("all"));
    m_exclude->setPlaceholderText(tr("none"));
    const auto hint
        = tr("Parts of URLs, or patterns with *, separated by commas: intro, */drafts/*");
    m_favourites->setPlaceholderText(tr("intro, */scene-1/* = high, drafts = low"));
    for (auto *field : {m_include, m_exclude}) {
        field->setToolTip(hint);
        field->setClearButtonEnabled(true);
    }
    m_favourites->setToolTip(
        tr("Parts of URLs, or patterns with *, separated by commas. Each is high, or what stands "
           "behind =: high, medium, low. What fits none is medium."));
    m_favourites->setClearButtonEnabled(true);
    makeQualityMenu();

    auto *first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_skip);
    first->addWidget(labelOf(tr("La&rger than"), m_largest));
    first->addWidget(m_largest);
    first->addStretch();
    first->addWidget(labelOf(tr("&Quality"), m_quality));
    first->addWidget(m_quality);
    first->addWidget(labelOf(tr("&First"), m_first));
    first->addWidget(m_first);
    auto *second = new QHBoxLayout;
    second->setSpacing(8);
    second->addWidget(labelOf(tr("&Only"), m_include));
    second->addWidget(m_include, 1);
    second->addSpacing(8);
    second->addWidget(labelOf(tr("&Not"), m_exclude));
    second->addWidget(m_exclude, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addLayout(first);
    column->addLayout(second);
    auto *third = new QHBoxLayout(m_favouritesLine);
    third->setContentsMargins(0, 0, 0, 0);
    third->setSpacing(8);
    third->addWidget(labelOf(tr("Or&der"), m_favourites));
    third->addWidget(m_favourites, 1);
    m_favouritesLine->hide();
    column->addWidget(m_favouritesLine);

    m_pause.setSingleShot(true);
    m_pause.setInterval(400ms);
    connect(&m_pause, &QTimer::timeout, this, [this] { Q_EMIT changed(options()); });
    const auto begin = [this] {
        m_pause.start();
    };
    connect(m_skip, &QCheckBox::toggled, this, begin);
    connect(m_largest, &QSpinBox::valueChanged, this, begin);
    connect(m_first, &QComboBox::currentIndexChanged, this, begin);
    connect(m_first, &QComboBox::currentIndexChanged, this, [this] {
        m_favouritesLine->setVisible(m_first->currentData() == u"custom"_s);
    });
    connect(m_favourites, &QLineEdit::textChanged, this, begin);
    connect(m_include, &QLineEdit::textChanged, this, begin);
    connect(m_exclude, &QLineEdit::textChanged, this, begin);
}

void PrepareOptions::makeQualityMenu()
{
    const std::pair<QString, QString> qualities[]{
        {u"low"_s, tr("Low")},
        {u"medium"_s, tr("Medium")},
        {u"high"_s, tr("High")},
        {u"uhd"_s, tr("UHD")},
        {u"unknown"_s, tr("Not known")}};
    for (const auto &[word, text] : qualities) {
        auto *action = m_qualities->addAction(text);
        action->setCheckable(true);
        action->setChecked(true);
        action->setData(word);
        connect(action, &QAction::toggled, this, [this] {
            showQualities();
            m_pause.start();
        });
    }
    m_quality->setMenu(m_qualities);
    m_quality->setPopupMode(QToolButton::InstantPopup);
    m_quality->setProperty("role", u"select"_s);
    m_quality->setToolTip(tr("As the words in a URL tell: 720p, 4k, preview …"));
    showQualities();
}

void PrepareOptions::showQualities()
{
    QStringList names;
    const auto actions = m_qualities->actions();
    for (const auto *action : actions) {
        if (action->isChecked())
            names.append(action->text());
    }
    const auto text = names.size() == actions.size() || names.isEmpty() ? tr("any")
        : names.size() > 2 ? tr("%Ln of five", nullptr, static_cast<int>(names.size()))
                           : names.join(u", "_s);
    m_quality->setText(QString(text + u" ▾"_s));
    m_quality->setAccessibleName(tr("Quality: %1").arg(text));
}

QJsonObject PrepareOptions::options() const
{
    QJsonObject options;
    if (m_skip->isChecked())
        options.insert(u"skipProblematicUrls"_s, true);
    if (m_largest->value() != usualMegabytes)
        options.insert(u"maxFileSizeBytes"_s, m_largest->value() * megabyte);
    QJsonArray qualities;
    const auto actions = m_qualities->actions();
    for (const auto *action : actions) {
        if (action->isChecked())
            qualities.append(action->data().toString());
    }
    if (!qualities.isEmpty() && qualities.size() < actions.size())
        options.insert(u"qualityFilter"_s, qualities);
    const auto first = m_first->currentData().toString();
    if (m_first->currentIndex() > 0)
        options.insert(u"priorityStrategy"_s, first);
    if (first == u"custom")
        options.insert(u"priorities"_s, prioritiesOf(m_favourites->text()));
    if (const auto patterns = patternsOf(m_include->text()); !patterns.isEmpty())
        options.insert(u"includePatterns"_s, patterns);
    if (const auto patterns = patternsOf(m_exclude->text()); !patterns.isEmpty())
        options.insert(u"excludePatterns"_s, patterns);
    return options;
}

} // namespace r2cache
