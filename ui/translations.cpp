// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>

namespace r2cache {

using namespace Qt::StringLiterals;

Translations::Translations(const QLocale &locale)
{
    // The one that is installed last is asked first.
    if (m_english.load(u":/translations/r2cache_en.qm"_s))
        QCoreApplication::installTranslator(&m_english);
    if (m_toolkit.load(
            locale, u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_toolkit);
    if (locale.language() != QLocale::English
        && m_language.load(locale, u"r2cache"_s, u"_"_s, u":/translations"_s))
        QCoreApplication::installTranslator(&m_language);
}

Translations::~Translations()
{
    for (auto *one : {&m_language, &m_toolkit, &m_english})
        QCoreApplication::removeTranslator(one);
}

} // namespace r2cache
