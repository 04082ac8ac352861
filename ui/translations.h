// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocale>
#include <QTranslator>

namespace r2cache {

/// The window's words in the language of a locale, as far as it is there, else in English, whose
/// file has the singular of what is counted. In force while it lives.
class Translations
{
public:
    explicit Translations(const QLocale &locale);
    ~Translations();
    Q_DISABLE_COPY_MOVE(Translations)

private:
    QTranslator m_english;
    QTranslator m_language;
    QTranslator m_toolkit; ///< Qt's own words: buttons of dialogs.
};

} // namespace r2cache
