// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pagebench.h"
#include "ui/pages/entriespage.h"
#include "ui/pages/entrydetails.h"
#include "ui/pages/entryselection.h"
#include "ui/pages/entrytable.h"
#include "ui/pages/entrythumbnail.h"
#include "ui/widgets/emptystate.h"

#include <QAction>
#include <QClipboard>
#include <QCoreApplication>
#include <QDesktopServices>
#include <QDragEnterEvent>
#include <QHeaderView>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

constexpr int videos = 12;

struct Bench : PageBench<EntriesPage>
{
    using PageBench::PageBench;

    [[nodiscard]] EntryTable *table() const { return page.findChild<EntryTable *>(); }
    [[nodiscard]] EntryDetails *details() const { return page.findChild<EntryDetails *>(); }
    [[nodiscard]] QLineEdit *search() const { return page.findChild<QLineEdit *>(); }
    [[nodiscard]] int rows() const { return table()->model()->rowCount(); }
    [[nodiscard]] QString cell(int row, EntryColumn column) const
    {
        return table()->model()->index(row, static_cast<int>(column)).data().toString();
    }
    [[nodiscard]] int rowOf(const QString &name) const
    {
        for (int row = 0; row < rows(); ++row) {
            if (cell(row, EntryColumn::Name) == name)
                return row;
        }
        return -1;
    }
    void click(const QString &name, Qt::KeyboardModifiers modifiers = {})
    {
        const auto index = table()->model()->index(rowOf(name), 0);
        table()->scrollTo(index);
        QTest::mouseClick(
            table()->viewport(), Qt::LeftButton, modifiers, table()->visualRect(index).center());
    }
    /// Of the menu of the button that begins so.
    void choose(const QString &button, const QString &item)
    {
        for (auto *candidate : page.findChildren<QPushButton *>()) {
            if (!candidate->menu() || !candidate->text().startsWith(button))
                continue;
            Q_EMIT candidate->menu()->aboutToShow();
            for (auto *action : candidate->menu()->actions()) {
                if (action->text() == item) {
                    action->trigger();
                    return;
                }
            }
        }
        QFAIL(qPrintable(u"no "_s + item));
    }
    void clickHeader(EntryColumn column)
    {
        auto *header = table()->horizontalHeader();
        const int at = header->sectionViewportPosition(static_cast<int>(column));
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, QPoint(at + 20, 10));
    }
    [[nodiscard]] bool hasSaid(const QString &part) const
    {
        return std::ranges::any_of(
            said, [&part](const QString &one) { return one.contains(part); });
    }
};

template<typename Dialog>
Dialog *openDialog()
{
    for (auto *widget : QApplication::topLevelWidgets()) {
        if (auto *dialog = qobject_cast<Dialog *>(widget); dialog && dialog->isVisible())
            return dialog;
    }
    return nullptr;
}

class Opener : public QObject
{
    Q_OBJECT

public:
    QList<QUrl> opened;
public Q_SLOTS:
    void open(const QUrl &url) { opened.append(url); }
};

class tst_EntriesPage : public QObject
{
    Q_OBJECT

    OriginThread m_origin;
    std::unique_ptr<ServiceFixture> m_service;
    QStringList m_ids;

    QJsonObject entry(int i)
    {
        return m_service->get("entry/" + m_ids[i].toLatin1()).data()[u"entry"].toObject();
    }
    qint64 entries()
    {
        return m_service->get("entries").data()[u"pagination"][u"total"].toInteger();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale::c());
        for (int i = 0; i < videos; ++i)
            m_origin.addVideo(u"video-%1.mp4"_s.arg(i), 10'240 * (i + 1));
    }

    void init()
    {
        m_service = std::make_unique<ServiceFixture>(m_origin);
        m_service->mustStart();
        m_ids.clear();
        for (int i = 0; i < videos; ++i) {
            const auto made = m_service->cache(
                m_origin.url(u"video-%1.mp4"_s.arg(i)),
                {{u"tags"_s, QJsonArray{i % 2 == 0 ? u"even"_s : u"odd"_s}}});
            m_ids.append(made[u"id"].toString());
        }
    }
    void cleanup()
    {
        QVERIFY(m_service->stop());
        m_service.reset();
    }

    void whatIsThereIsListed()
    {
        Bench bench(*m_service);
        QTRY_COMPARE(bench.rows(), videos);
        const int row = bench.rowOf(u"video-4.mp4"_s);
        QVERIFY(row >= 0);
        QCOMPARE(bench.cell(row, EntryColumn::Size), u"50.0\u00a0kB");
        QCOMPARE(bench.cell(row, EntryColumn::Status), u"ready");
        QVERIFY(bench.shows(u"12 entries"_s));
        QTRY_COMPARE(bench.page.count(), u"12");
    }

    void headersSortInTheService()
    {
        Bench bench(*m_service);
        QTRY_COMPARE(bench.rows(), videos);
        bench.clickHeader(EntryColumn::Size);
        QTRY_COMPARE(bench.cell(0, EntryColumn::Name), u"video-11.mp4");
        bench.clickHeader(EntryColumn::Size);
        QTRY_COMPARE(bench.cell(0, EntryColumn::Name), u"video-0.mp4");
        // The service has no order by origin: the arrow stays where it is.
        bench.clickHeader(EntryColumn::Origin);
        QCOMPARE(
            bench.table()->horizontalHeader()->sortIndicatorSection(),
            static_cast<int>(EntryColumn::Size));
        QCOMPARE(bench.cell(0, EntryColumn::Name), u"video-0.mp4");
    }

    void searchStatusAndTagsFilterInTheService()
    {
        Bench bench(*m_service);
        QTRY_COMPARE(bench.rows(), videos);
        QVERIFY(bench.page.focusSearch());
        QTest::keyClicks(bench.search(), u"video-1"_s);
        QTRY_COMPARE(bench.rows(), 3); // 1, 10, 11
        bench.choose(u"Tags"_s, u"odd"_s);
        QTRY_COMPARE(bench.rows(), 2);
        bench.choose(u"Status"_s, u"expired"_s);
        QTRY_VERIFY(bench.shows(u"No video fits"_s));
        QVERIFY(bench.search()->isVisible());
        bench.button(u"Show all"_s)->click();
        QTRY_COMPARE(bench.rows(), videos);
        QVERIFY(bench.table()->isVisible());
        QVERIFY(bench.search()->text().isEmpty());
        // What is typed into the list is meant for the search.
        bench.table()->setFocus();
        QTest::keyClicks(bench.table(), u"o-7"_s);
        QTRY_COMPARE(bench.rows(), 1);
        bench.page.reveal(m_ids[3]);
        QTRY_COMPARE(bench.cell(0, EntryColumn::Name), u"video-3.mp4");
    }

    void columnsAndOrderAreRemembered()
    {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(u"w.ini"_s), QSettings::IniFormat);
        {
            Bench bench(*m_service);
            QTRY_COMPARE(bench.rows(), videos);
            bench.choose(u"Columns"_s, u"Tags"_s);
            bench.choose(u"Columns"_s, u"Origin"_s);
            bench.clickHeader(EntryColumn::Size);
            bench.clickHeader(EntryColumn::Size);
            bench.page.saveView(settings);
        }
        Bench again(*m_service);
        again.page.restoreView(settings);
        again.page.refresh();
        QVERIFY(!again.table()->isColumnHidden(static_cast<int>(EntryColumn::Tags)));
        QVERIFY(again.table()->isColumnHidden(static_cast<int>(EntryColumn::Origin)));
        QTRY_COMPARE(again.cell(0, EntryColumn::Name), u"video-0.mp4");
        again.choose(u"Columns"_s, u"Columns as at first"_s);
        QVERIFY(!again.table()->isColumnHidden(static_cast<int>(EntryColumn::Origin)));
        QVERIFY(again.table()->isColumnHidden(static_cast<int>(EntryColumn::Tags)));
    }

    void detailsSayWhatIsKnown()
    {
        const auto prepared = m_service->process(m_origin.url(u"video-3.mp4"_s));
        QVERIFY(!prepared[u"leaseId"].toString().isEmpty());
        Bench bench(*m_service);
        QTRY_COMPARE(bench.rows(), videos);
        QVERIFY(bench.shows(u"Select a video"_s));
        QVERIFY(!bench.button(u"Delete…"_s));
        bench.click(u"video-3.mp4"_s);
        QCOMPARE(bench.details()->valueOf(u"Name"_s), u"video-3.mp4");
        QVERIFY(bench.details()->valueOf(u"Size"_s).startsWith(u"40.0"));
        QCOMPARE(bench.details()->valueOf(u"Tags"_s), u"odd");
        QVERIFY(!bench.details()->valueOf(u"Fresh until"_s).isEmpty());
        QTRY_VERIFY(bench.details()->valueOf(u"Held by"_s).contains(u"until"));
        QVERIFY(bench.shows(u"1 selected"_s));
        // The test's videos have no picture in them.
        // (ffmpeg looks for one, when the processors have nothing better to do.)
        QTRY_VERIFY_WITH_TIMEOUT(
            bench.details()->thumbnail()->text().startsWith(u"No picture"), 60'000);
        bench.click(u"video-5.mp4"_s, Qt::ControlModifier);
        QVERIFY(bench.details()->valueOf(u"Selected"_s).startsWith(u"2 "));
        QCOMPARE(bench.details()->valueOf(u"Size"_s), u"100.0\u00a0kB");
        QCOMPARE(bench.details()->valueOf(u"Held"_s), u"1");
    }

    void urlsAreCopiedAndDraggedOut()
    {
        Bench bench(*m_service);
        QTRY_COMPARE(bench.rows(), videos);
        bench.click(u"video-3.mp4"_s);
        bench.button(u"Copy local URL"_s)->click();
        const auto local = entry(3)[u"localUrl"].toString();
        QCOMPARE(QGuiApplication::clipboard()->text(), local);
        QVERIFY(bench.hasSaid(u"is in the clipboard"_s));
        bench.button(u"Copy original URL"_s)->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), m_origin.url(u"video-3.mp4"_s));
        QCOMPARE(bench.table()->draggedData()->urls(), QList<QUrl>{QUrl(local)});
        bench.click(u"video-4.mp4"_s, Qt::ControlModifier);
        QVERIFY(QTest::qWaitForWindowActive(&bench.page));
        bench.table()->setFocus();
        QTest::keyClick(bench.table(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text().split(u'\n').size(), 2);
        QCOMPARE(bench.table()->draggedData()->urls().size(), 2);
    }

    void pinningIsSeenInTheService()
    {
        Bench bench(*m_service);
        QTRY_COMPARE(bench.rows(), videos);
        bench.click(u"video-3.mp4"_s);
        QVERIFY(!bench.button(u"Unpin"_s));
        bench.button(u"Pin"_s)->click();
        QTRY_VERIFY(entry(3)[u"pinned"].toBool());
        QTRY_VERIFY(bench.button(u"Unpin"_s));
        QVERIFY(!bench.button(u"Pin"_s));
        QVERIFY(bench.hasSaid(u"pinned"_s));
        QVERIFY(!bench.details()->valueOf(u"Pinned"_s).isEmpty());
        QTRY_VERIFY(bench.canClick(u"Unpin"_s));
        bench.button(u"Unpin"_s)->click();
        QTRY_VERIFY(!entry(3)[u"pinned"].toBool());
        QTRY_VERIFY(bench.button(u"Pin"_s));
    }

    void tagsAreSetAndAdded()
    {
        Bench bench(*m_service);
        QTRY_COMPARE(bench.rows(), videos);
        bench.click(u"video-3.mp4"_s);
        bench.button(u"Tags…"_s)->click();
        auto *dialog = openDialog<QInputDialog>();
        QVERIFY(dialog);
        QCOMPARE(dialog->textValue(), u"odd");
        dialog->setTextValue(u" promo , drone,,promo"_s);
        dialog->accept();
        const QJsonArray wanted{u"promo"_s, u"drone"_s};
        QTRY_COMPARE(entry(3)[u"tags"].toArray(), wanted);
        QTRY_COMPARE(bench.details()->valueOf(u"Tags"_s), u"promo, drone");
        bench.click(u"video-4.mp4"_s, Qt::ControlModifier);
        QTRY_VERIFY(bench.canClick(u"Add tags…"_s));
        bench.button(u"Add tags…"_s)->click();
        dialog = openDialog<QInputDialog>();
        QVERIFY(dialog);
        dialog->setTextValue(u"both"_s);
        dialog->accept();
        QTRY_VERIFY(entry(3)[u"tags"].toArray().contains(u"both"_s));
        QTRY_COMPARE(entry(4)[u"tags"].toArray(), QJsonArray({u"even"_s, u"both"_s}));
    }

    void verifyingSetsADamagedOneAside()
    {
        Bench bench(*m_service);
        QTRY_COMPARE(bench.rows(), videos);
        QFile file(entry(3)[u"localPath"].toString());
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.seek(5'000);
        file.write("damage");
        file.close();
        bench.click(u"video-3.mp4"_s);
        bench.button(u"Verify"_s)->click();
        QTRY_COMPARE(bench.rows(), videos - 1);
        QCOMPARE(bench.rowOf(u"video-3.mp4"_s), -1);
        QVERIFY(bench.hasSaid(u"read again"_s));
        QTRY_VERIFY(bench.shows(u"Select a video"_s)); // it is not there any more
    }

    void theFolderIsOpenedWhereItIsLocal()
    {
        Opener opener;
        QDesktopServices::setUrlHandler(u"file"_s, &opener, "open");
        Bench bench(*m_service);
        QTRY_COMPARE(bench.rows(), videos);
        bench.click(u"video-3.mp4"_s);
        bench.button(u"Open folder"_s)->click();
        QDesktopServices::unsetUrlHandler(u"file"_s);
        QCOMPARE(opener.opened, QList<QUrl>{QUrl::fromLocalFile(m_service->cacheDirectory())});
    }

    void aDoubleClickPlays()
    {
        Opener opener;
        QDesktopServices::setUrlHandler(u"file"_s, &opener, "open");
        Bench bench(*m_service);
        QTRY_COMPARE(bench.rows(), videos);
        const auto path = entry(3)[u"localPath"].toString();
        QVERIFY(QFile::exists(path));
        bench.click(u"video-3.mp4"_s);
        const auto index = bench.table()->model()->index(bench.rowOf(u"video-3.mp4"_s), 0);
        QTest::mouseDClick(
            bench.table()->viewport(), Qt::LeftButton, {},
            bench.table()->visualRect(index).center());
        QCOMPARE(opener.opened, QList<QUrl>{QUrl::fromLocalFile(path)});
        bench.button(u"Play"_s)->click();
        QDesktopServices::unsetUrlHandler(u"file"_s);
        QCOMPARE(opener.opened.size(), 2);
        bench.click(u"video-4.mp4"_s, Qt::ControlModifier);
        QVERIFY(!bench.canClick(u"Play"_s)); // one at a time
    }

    void allThatFitTheFilterAreActedOn()
    {
        Bench bench(*m_service);
        QTRY_COMPARE(bench.rows(), videos);
        bench.choose(u"Tags"_s, u"even"_s);
        QTRY_COMPARE(bench.rows(), videos / 2);
        QVERIFY(QTest::qWaitForWindowActive(&bench.page));
        bench.table()->setFocus();
        QTest::keyClick(bench.table(), Qt::Key_A, Qt::ControlModifier);
        QTRY_COMPARE(bench.table()->selection()->size(), videos / 2);
        QTRY_VERIFY(bench.canClick(u"Pin"_s));
        bench.button(u"Pin"_s)->click();
        const auto pinned = [this] {
            QList<int> which;
            for (int i = 0; i < videos; ++i) {
                if (entry(i)[u"pinned"].toBool())
                    which.append(i);
            }
            return which;
        };
        QTRY_COMPARE(pinned(), QList<int>({0, 2, 4, 6, 8, 10}));
        QTRY_VERIFY(bench.hasSaid(u"6 videos are pinned"_s));

        // The same for what cannot be undone: the question counts them, the others stay.
        bench.table()->setFocus();
        QTest::keyClick(bench.table(), Qt::Key_A, Qt::ControlModifier);
        QTRY_COMPARE(bench.table()->selection()->size(), videos / 2);
        QTRY_VERIFY(bench.canClick(u"Delete…"_s));
        bench.button(u"Delete…"_s)->click();
        auto *question = openDialog<QMessageBox>();
        QVERIFY(question);
        QVERIFY2(question->text().contains(u'6'), qPrintable(question->text()));
        for (auto *button : question->buttons()) {
            if (question->buttonRole(button) == QMessageBox::DestructiveRole)
                button->click();
        }
        QTRY_COMPARE(entries(), videos / 2);
        for (int i = 1; i < videos; i += 2)
            QVERIFY(!entry(i).isEmpty());
    }

    void escapeEmptiesTheSearch()
    {
        Bench bench(*m_service);
        QTRY_COMPARE(bench.rows(), videos);
        QTest::keyClicks(bench.search(), u"video-3"_s);
        QTRY_COMPARE(bench.rows(), 1);
        QTest::keyClick(bench.search(), Qt::Key_Escape);
        QVERIFY(bench.search()->text().isEmpty());
        QTRY_COMPARE(bench.rows(), videos);
    }

    void deletingAsksAndSaysWhatStays()
    {
        m_service->process(m_origin.url(u"video-3.mp4"_s));
        Bench bench(*m_service);
        QTRY_COMPARE(bench.rows(), videos);
        QTRY_COMPARE(bench.state.leases().size(), 1);
        bench.click(u"video-3.mp4"_s);
        bench.click(u"video-4.mp4"_s, Qt::ControlModifier);
        bench.click(u"video-5.mp4"_s, Qt::ControlModifier);
        QVERIFY(QTest::qWaitForWindowActive(&bench.page));
        bench.table()->setFocus();
        QTest::keyClick(bench.table(), Qt::Key_Delete);
        auto *question = openDialog<QMessageBox>();
        QVERIFY(question);
        QVERIFY2(question->text().contains(u"150.0"), qPrintable(question->text())); // kB
        QVERIFY(question->text().contains(u'3'));
        QVERIFY2(
            question->informativeText().contains(u"stay"), qPrintable(question->informativeText()));
        QCOMPARE(question->defaultButton()->text().remove(u'&'), u"Cancel");
        question->defaultButton()->click();
        QCOMPARE(entries(), videos);

        bench.button(u"Delete…"_s)->click();
        question = openDialog<QMessageBox>();
        QVERIFY(question);
        for (auto *button : question->buttons()) {
            if (question->buttonRole(button) == QMessageBox::DestructiveRole)
                button->click();
        }
        QTRY_COMPARE(bench.rows(), videos - 2);
        QCOMPARE(entries(), videos - 2);
        QVERIFY(bench.rowOf(u"video-3.mp4"_s) >= 0);
        QTRY_VERIFY(bench.hasSaid(u"held"_s));
        QVERIFY(bench.hasSaid(u"110.0"_s)); // kB
        // What stays is still selected.
        QTRY_COMPARE(bench.details()->valueOf(u"Name"_s), u"video-3.mp4");
    }

    void theContextMenuHasTheSameAsTheButtons()
    {
        Bench bench(*m_service);
        QTRY_COMPARE(bench.rows(), videos);
        bench.click(u"video-3.mp4"_s);
        Q_EMIT bench.table()->customContextMenuRequested(QPoint(20, 20));
        auto *menu = openDialog<QMenu>();
        QVERIFY(menu);
        QStringList texts;
        for (auto *action : menu->actions()) {
            if (action->isVisible() && !action->isSeparator())
                texts.append(action->text());
        }
        for (const auto &text : std::as_const(texts))
            QVERIFY2(bench.button(text), qPrintable(text));
        QCOMPARE(texts.size(), 8);
        menu->close();
    }

    void whatChangesIsSeenInPlace()
    {
        Bench bench(*m_service);
        QTRY_COMPARE(bench.rows(), videos);
        bench.page.resize(1084, 300);
        bench.click(u"video-2.mp4"_s);
        auto *bar = bench.table()->verticalScrollBar();
        QTRY_VERIFY(bar->maximum() > 0);
        bar->setValue(bar->maximum() / 2);
        const int place = bar->value();
        QCOMPARE(m_service->remove("entry/" + m_ids[11].toLatin1()).status, 200);
        QTRY_COMPARE(bench.rows(), videos - 1);
        QCOMPARE(bar->value(), place);
        QCOMPARE(bench.details()->valueOf(u"Name"_s), u"video-2.mp4");
        const auto selected = bench.table()->selectionModel()->selectedRows();
        QCOMPARE(selected.size(), 1);
        QCOMPARE(selected.constFirst().data().toString(), u"video-2.mp4");
    }

    void failedDownloadsHaveAListOfTheirOwn()
    {
        m_service->post(
            "pre-cache", QJsonObject{{u"urls"_s, QJsonArray{m_origin.url(u"none.mp4"_s)}}});
        Bench bench(*m_service);
        QTRY_COMPARE(bench.rows(), videos);
        bench.choose(u"Status"_s, u"failed"_s);
        QTRY_COMPARE(bench.rows(), 1);
        QCOMPARE(bench.cell(0, EntryColumn::Status), u"failed");
        bench.click(u"none.mp4"_s);
        QVERIFY(!bench.details()->valueOf(u"Failed"_s).isEmpty());
        QVERIFY(!bench.canClick(u"Delete…"_s)); // there is no file
        QVERIFY(bench.canClick(u"Copy original URL"_s));
        QSignalSpy wanted(&bench.page, &Page::pageWanted);
        bench.button(u"Show in Downloads"_s)->click();
        QCOMPARE(wanted.count(), 1);
    }

    void runningDownloadsShowTheirProgress()
    {
        m_origin.addVideo(u"long.mp4"_s, 4'000'000);
        m_service->post(
            "pre-cache",
            QJsonObject{
                {u"urls"_s, QJsonArray{m_origin.url(u"fault/rate=200000/long.mp4"_s)}},
                {u"wait"_s, false}});
        Bench bench(*m_service);
        QTRY_COMPARE(bench.rows(), videos);
        bench.choose(u"Status"_s, u"downloading"_s);
        QTRY_COMPARE(bench.rows(), 1);
        QTRY_VERIFY(bench.cell(0, EntryColumn::Status).contains(u'%'));
        bench.table()->grab(); // a bar is painted
    }

    void urlsThatAreDroppedAreToBeCached()
    {
        Bench bench(*m_service);
        QTRY_COMPARE(bench.rows(), videos);
        QMimeData data;
        data.setText(u"https://a.r2.dev/x.mp4\nhttps://a.r2.dev/y.mp4"_s);
        QSignalSpy wanted(&bench.page, &Page::preCacheWanted);
        QDragEnterEvent enter({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&bench.page, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&bench.page, &drop);
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted.constFirst().constFirst().toStringList().size(), 2);
        QMimeData nothing;
        nothing.setText(u"hello"_s);
        QDragEnterEvent other({50, 50}, Qt::CopyAction, &nothing, Qt::LeftButton, {});
        other.ignore();
        QCoreApplication::sendEvent(&bench.page, &other);
        QVERIFY(!other.isAccepted());
    }

    void anEmptyCacheSaysWhatToDo()
    {
        m_service->post("clear", QJsonObject{{u"strategy"_s, u"all"_s}});
        Bench bench(*m_service);
        QTRY_VERIFY(bench.shows(u"No videos yet"_s));
        QSignalSpy wanted(&bench.page, &Page::preCacheWanted);
        bench.button(u"Pre-cache…"_s)->click();
        QCOMPARE(wanted.count(), 1);
        m_service->cache(m_origin.url(u"video-0.mp4"_s));
        QTRY_VERIFY(bench.table()->isVisible());
        QCOMPARE(bench.rows(), 1);
    }

    void detailsFoldAwayWhereThereIsNoRoom()
    {
        Bench bench(*m_service);
        QTRY_COMPARE(bench.rows(), videos);
        QVERIFY(bench.details()->isVisible());
        QVERIFY(!bench.button(u"Actions ▾"_s));
        bench.page.resize(704, 520);
        QVERIFY(!bench.details()->isVisible());
        QVERIFY(bench.button(u"Actions ▾"_s));
        bench.click(u"video-3.mp4"_s);
        bench.choose(u"Actions"_s, u"Pin"_s);
        QTRY_VERIFY(entry(3)[u"pinned"].toBool());
    }
};

} // namespace

QTEST_MAIN(tst_EntriesPage)
#include "tst_entriespage.moc"
