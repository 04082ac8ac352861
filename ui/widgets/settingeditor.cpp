// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/settingeditor.h"

#include "ui/settingtexts.h"
#include "ui/widgets/settingtexteditors.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QWheelEvent>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// Numbers as short as they are: "10", not "10.000". The wheel scrolls the page, unless one is
/// editing.
class NumberBox final : public QDoubleSpinBox
{
public:
    NumberBox() { setFocusPolicy(Qt::StrongFocus); }

    [[nodiscard]] QString textFromValue(double value) const override
    {
        auto words = locale();
        if (!isGroupSeparatorShown())
            words.setNumberOptions(QLocale::OmitGroupSeparator);
        return words.toString(value, 'f', QLocale::FloatingPointShortest);
    }

protected:
    void wheelEvent(QWheelEvent *event) override
    {
        if (hasFocus())
            QDoubleSpinBox::wheelEvent(event);
        else
            event->ignore();
    }
};

class ChoiceBox final : public QComboBox
{
protected:
    void wheelEvent(QWheelEvent *event) override { event->ignore(); }
};

class FlagEditor final : public SettingEditor
{
public:
    explicit FlagEditor(const SettingRow &row)
        : SettingEditor(row)
        , m_box(new QCheckBox(SettingEditor::tr("on")))
    {
        setField(m_box);
        connect(m_box, &QCheckBox::toggled, this, &SettingEditor::edited);
    }
    [[nodiscard]] QString text() const override
    {
        return m_box->isChecked() ? u"true"_s : u"false"_s;
    }

protected:
    void display(const QJsonValue &value) override { m_box->setChecked(value.toBool()); }
    void displayDefault() override
    {
        m_box->setChecked(QLatin1StringView(row().defaultText) == "true"_L1);
    }

private:
    QCheckBox *m_box;
};

class NumberEditor final : public SettingEditor
{
public:
    explicit NumberEditor(const SettingRow &row)
        : SettingEditor(row)
        , m_box(new NumberBox)
    {
        const bool isWhole = row.type == SettingType::Integer;
        m_box->setDecimals(isWhole ? 0 : 3);
        m_box->setRange(row.minimum, row.maximum);
        m_box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
        m_box->setGroupSeparatorShown(row.key != Key::ProxyPort && row.key != Key::ApiPort);
        m_box->setAlignment(Qt::AlignRight);
        m_box->setKeyboardTracking(true);
        if (const auto unit = settingUnit(row); !unit.isEmpty())
            m_box->setSuffix(u' ' + unit);
        if (row.type == SettingType::RealOrNone)
            m_box->setSpecialValueText(SettingEditor::tr("no limit"));
        setField(m_box);
        connect(m_box, &QDoubleSpinBox::valueChanged, this, &SettingEditor::edited);
    }
    [[nodiscard]] QString text() const override { return QString::number(m_box->value(), 'g', 12); }

protected:
    void display(const QJsonValue &value) override { m_box->setValue(value.toDouble()); }
    void displayDefault() override
    {
        m_box->setValue(QString::fromLatin1(row().defaultText).toDouble());
    }

private:
    NumberBox *m_box;
};

class ChoiceEditor final : public SettingEditor
{
public:
    explicit ChoiceEditor(const SettingRow &row)
        : SettingEditor(row)
        , m_box(new ChoiceBox)
    {
        for (const auto words = QString::fromLatin1(row.choices).split(u' ');
             const auto &word : words)
            m_box->addItem(textOf(row.key, word), word);
        setField(m_box);
        connect(m_box, &QComboBox::currentIndexChanged, this, &SettingEditor::edited);
    }
    [[nodiscard]] QString text() const override { return m_box->currentData().toString(); }

protected:
    void display(const QJsonValue &value) override
    {
        m_box->setCurrentIndex(m_box->findData(value.toString()));
    }
    void displayDefault() override
    {
        m_box->setCurrentIndex(m_box->findData(QString::fromLatin1(row().defaultText)));
    }

private:
    static QString textOf(Key key, const QString &word)
    {
        if (key != Key::EvictionPolicy)
            return word;
        if (word == u"lru")
            return SettingEditor::tr("lru: least recently used");
        if (word == u"gdsf")
            return SettingEditor::tr("gdsf: rarely used and large");
        return word == u"s3fifo" ? SettingEditor::tr("s3fifo: used only once") : word;
    }

    ChoiceBox *m_box;
};

} // namespace

SettingEditor::SettingEditor(const SettingRow &row)
    : m_row(row)
{ }

SettingEditor *SettingEditor::make(const SettingRow &row)
{
    if (row.isSecret)
        return makeSecretEditor(row);
    switch (row.type) {
    case SettingType::Flag:
        return new FlagEditor(row);
    case SettingType::Integer:
    case SettingType::Real:
    case SettingType::RealOrNone:
        return new NumberEditor(row);
    case SettingType::Choice:
        return new ChoiceEditor(row);
    default:
        return makeTextEditor(row);
    }
}

void SettingEditor::setField(QWidget *field)
{
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(field);
    setFocusProxy(field->focusProxy() != nullptr ? field->focusProxy() : field);
    focusProxy()->setAccessibleName(settingTitle(m_row.key));
}

void SettingEditor::setValue(const QJsonValue &value)
{
    const QSignalBlocker blocker(this);
    display(value);
}

void SettingEditor::setToDefault()
{
    const QSignalBlocker blocker(this);
    displayDefault();
}

} // namespace r2cache
