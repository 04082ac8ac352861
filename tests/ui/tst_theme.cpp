// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/icons.h"
#include "ui/theme.h"
#include "ui/themechoice.h"
#include "ui/widgets/statelight.h"

#include <QStyle>
#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

QPalette palette(QRgb window, QRgb base, QRgb text, QRgb highlight, QRgb highlighted)
{
    QPalette palette;
    palette.setColor(QPalette::Window, QColor(window));
    palette.setColor(QPalette::Base, QColor(base));
    palette.setColor(QPalette::WindowText, QColor(text));
    palette.setColor(QPalette::Highlight, QColor(highlight));
    palette.setColor(QPalette::HighlightedText, QColor(highlighted));
    return palette;
}

class tst_Theme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contrastIsTheStandards()
    {
        QCOMPARE(contrast(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrast(Qt::white, Qt::white), 1.0);
        QVERIFY(qAbs(contrast(QColor(0x777777), Qt::white) - 4.48) < 0.01); // WCAG's known example
    }

    void allTextCanBeReadOnAnyDesktop_data()
    {
        QTest::addColumn<QPalette>("palette");
        QTest::addColumn<bool>("isDark");
        QTest::newRow("ours, light") << lightPalette() << false;
        QTest::newRow("ours, dark") << darkPalette() << true;
        QTest::newRow("Breeze light")
            << palette(0xeff0f1, 0xfcfcfc, 0x232629, 0x3daee9, 0xfcfcfc) << false;
        QTest::newRow("Breeze dark")
            << palette(0x31363b, 0x232629, 0xfcfcfc, 0x3daee9, 0xfcfcfc) << true;
        QTest::newRow("Adwaita dark")
            << palette(0x353535, 0x2d2d2d, 0xeeeeec, 0x15539e, 0xffffff) << true;
        QTest::newRow("Fusion") << palette(0xefefef, 0xffffff, 0x000000, 0x308cc6, 0xffffff)
                                << false;
        QTest::newRow("high contrast")
            << palette(0x000000, 0x000000, 0xffffff, 0xffff00, 0x000000) << true;
        QTest::newRow("pale accent")
            << palette(0xffffff, 0xffffff, 0x333333, 0xffe0a0, 0xffffff) << false;
        QTest::newRow("grey on grey")
            << palette(0x909090, 0xa0a0a0, 0x808080, 0x707070, 0x808080) << false;
    }
    void allTextCanBeReadOnAnyDesktop()
    {
        QFETCH(const QPalette, palette);
        const auto theme = Theme::of(palette);
        QTEST(theme.isDark, "isDark");
        QCOMPARE(theme.accent, palette.color(QPalette::Highlight));
        for (const auto &ground : {theme.page, theme.panel, theme.card}) {
            QVERIFY2(contrast(theme.text, ground) >= 4.5, qPrintable(ground.name()));
            for (const auto &colour :
                 {theme.dim, theme.accentText, theme.good, theme.warning, theme.bad})
                QVERIFY2(
                    contrast(colour, ground) >= 4.5,
                    qPrintable(colour.name() + u" on " + ground.name()));
        }
        for (const auto &colour : {theme.dim, theme.accentText})
            QVERIFY2(contrast(colour, theme.tint) >= 4.5, qPrintable(colour.name()));
        QVERIFY(contrast(theme.onAccent, theme.accent) >= 4.5);
        QVERIFY(theme.line != theme.card);
    }

    void theStyleSheetNamesNoColourThatIsNotThere()
    {
        const auto sheet = styleSheet(Theme::of(lightPalette()));
        QVERIFY2(!sheet.contains(u'@'), qPrintable(sheet.mid(sheet.indexOf(u'@'), 40)));
        QVERIFY(sheet != styleSheet(Theme::of(darkPalette())));
    }

    void theChoiceIsThePalette()
    {
        ThemeChoice choice;
        choice.apply(ThemeChoice::Kind::Dark);
        QVERIFY(Theme::current().isDark);
        choice.apply(ThemeChoice::Kind::Light);
        QVERIFY(!Theme::current().isDark);
        for (const auto kind :
             {ThemeChoice::Kind::System, ThemeChoice::Kind::Light, ThemeChoice::Kind::Dark})
            QCOMPARE(ThemeChoice::ofWord(ThemeChoice::wordOf(kind)), kind);
        QCOMPARE(ThemeChoice::ofWord(u"pink"_s), ThemeChoice::Kind::System);
    }

    void iconsFollowTheTheme()
    {
        ThemeChoice choice;
        const auto icon = themedIcon(u"entries"_s);
        const auto darkest = [&icon](QIcon::Mode mode) {
            const auto image = icon.pixmap(QSize(16, 16), 1.0, mode).toImage();
            QColor found = Qt::transparent;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    if (image.pixelColor(x, y).alpha() > found.alpha())
                        found = image.pixelColor(x, y);
                }
            }
            return found;
        };
        choice.apply(ThemeChoice::Kind::Light);
        QVERIFY(darkest(QIcon::Normal).lightnessF() < 0.3);
        choice.apply(ThemeChoice::Kind::Dark);
        QVERIFY(darkest(QIcon::Normal).lightnessF() > 0.7);
        QVERIFY(darkest(QIcon::Disabled) != darkest(QIcon::Normal));
        QCOMPARE(icon.pixmap(QSize(16, 16), 2.0).size(), QSize(32, 32));
    }

    void eachStateHasAShapeOfItsOwn()
    {
        QList<QImage> shapes;
        for (const auto state : {State::Unknown, State::Good, State::Warning, State::Bad}) {
            QImage image(24, 24, QImage::Format_Alpha8);
            image.fill(0);
            QPainter painter(&image);
            paintState(painter, QRectF(2, 2, 20, 20), state);
            painter.end();
            QVERIFY(!shapes.contains(image));
            shapes.append(image);
        }
    }
};

} // namespace

QTEST_MAIN(tst_Theme)
#include "tst_theme.moc"
