// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/settingtexteditors.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLineEdit>
#include <QPushButton>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

class TextEditor final : public SettingEditor
{
public:
    explicit TextEditor(const SettingRow &row)
        : SettingEditor(row)
        , m_field(new QLineEdit)
    {
        m_field->setPlaceholderText(exampleOf(row.type));
        connect(m_field, &QLineEdit::textEdited, this, &SettingEditor::edited);
        if (row.type != SettingType::Directory) {
            setField(m_field);
            return;
        }
        auto *both = new QWidget;
        auto *line = new QHBoxLayout(both);
        line->setContentsMargins(0, 0, 0, 0);
        line->setSpacing(4);
        auto *browse = new QPushButton(SettingEditor::tr("Browse…"));
        connect(browse, &QPushButton::clicked, this, &TextEditor::browse);
        line->addWidget(m_field, 1);
        line->addWidget(browse);
        both->setFocusProxy(m_field);
        setField(both);
    }
    [[nodiscard]] QString text() const override { return m_field->text().trimmed(); }

protected:
    void display(const QJsonValue &value) override
    {
        if (value.isArray()) {
            QStringList items;
            for (const auto array = value.toArray(); const auto &item : array)
                items.append(item.toString());
            show(items.join(u", "_s));
        } else {
            show(value.toVariant().toString());
        }
    }
    void displayDefault() override { show(QString::fromLatin1(row().defaultText)); }

private:
    void show(const QString &text)
    {
        if (m_field->text() == text)
            return; // the cursor stays
        m_field->setText(text);
        m_field->setCursorPosition(0);
        m_field->setToolTip(text);
    }

    void browse()
    {
        auto *dialog
            = new QFileDialog(this, SettingEditor::tr("Where the videos are"), m_field->text());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::Directory);
        dialog->setOption(QFileDialog::ShowDirsOnly);
        connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
            show(path);
            Q_EMIT edited();
        });
        dialog->open();
    }

    static QString exampleOf(SettingType type)
    {
        switch (type) {
        case SettingType::DomainList:
            return u"cdn.example.com, http://127.0.0.1:9000"_s;
        case SettingType::OriginList:
            return u"https://studio.example.com"_s;
        case SettingType::HostList:
            return u"render-node:3001"_s;
        case SettingType::Database:
            return u"sqlite"_s;
        case SettingType::ProxyUrl:
            return u"http://proxy.example.com:8080"_s;
        default:
            return SettingEditor::tr("none");
        }
    }

    QLineEdit *m_field;
};

class SecretEditor final : public SettingEditor
{
public:
    explicit SecretEditor(const SettingRow &row)
        : SettingEditor(row)
        , m_field(new QLineEdit)
    {
        m_field->setEchoMode(QLineEdit::Password);
        m_field->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhNoPredictiveText);
        setField(m_field);
        connect(m_field, &QLineEdit::textEdited, this, &SettingEditor::edited);
    }
    [[nodiscard]] QString text() const override { return m_field->text(); }

protected:
    void display(const QJsonValue &value) override
    {
        m_field->clear();
        m_field->setPlaceholderText(
            value.toString().isEmpty() ? SettingEditor::tr("not set")
                                       : SettingEditor::tr("set, never shown"));
    }
    void displayDefault() override
    {
        m_field->clear();
        m_field->setPlaceholderText(SettingEditor::tr("not set"));
    }

private:
    QLineEdit *m_field;
};

} // namespace

SettingEditor *makeTextEditor(const SettingRow &row)
{
    return new TextEditor(row);
}

SettingEditor *makeSecretEditor(const SettingRow &row)
{
    return new SecretEditor(row);
}

} // namespace r2cache
