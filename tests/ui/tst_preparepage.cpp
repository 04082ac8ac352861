// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pagebench.h"
#include "ui/pages/preparepage.h"
#include "ui/preparemodel.h"
#include "ui/prepareoptions.h"
#include "ui/widgets/dropzone.h"
#include "ui/widgets/statecell.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDropEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QTableView>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

struct Bench : PageBench<PreparePage>
{
    using PageBench::PageBench;

    void drop(const QMimeData &data)
    {
        const QPoint middle = page.rect().center();
        QDragEnterEvent enter(middle, Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&page, &enter);
        wasAccepted = enter.isAccepted();
        if (!wasAccepted)
            return;
        QDropEvent event(middle, Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&page, &event);
    }
    void dropFiles(const QStringList &paths)
    {
        QMimeData data;
        QList<QUrl> urls;
        for (const auto &path : paths)
            urls.append(QUrl::fromLocalFile(path));
        data.setUrls(urls);
        drop(data);
    }
    void dropText(const QByteArray &text)
    {
        QMimeData data;
        data.setText(QString::fromUtf8(text));
        drop(data);
    }

    [[nodiscard]] QAbstractItemModel *model() const
    {
        return page.findChild<QTableView *>()->model();
    }
    [[nodiscard]] QString cell(int row, int column) const
    {
        return model()->index(row, column).data().toString();
    }
    [[nodiscard]] QStringList states() const
    {
        QStringList states;
        for (int row = 0; row < model()->rowCount(); ++row)
            states.append(cell(row, PrepareModel::UrlState));
        return states;
    }
    [[nodiscard]] QString problem() const { return page.findChild<DropZone *>()->problem(); }
    /// Prepares what is there. Once it returns, the config can be saved.
    void prepare()
    {
        QTRY_VERIFY(canClick(u"Prepare"_s));
        button(u"Prepare"_s)->click();
        QTRY_VERIFY_WITH_TIMEOUT(canClick(u"Save rewritten config…"_s), 20'000);
    }

    bool wasAccepted = false;
};

class tst_PreparePage : public QObject
{
    Q_OBJECT

    OriginThread m_origin;
    std::unique_ptr<ServiceFixture> m_service;
    QTemporaryDir m_folder;

    QString write(const QString &name, const QByteArray &bytes)
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("The test cannot write");
        return file.fileName();
    }
    QByteArray read(const QString &name)
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QByteArray url(const QString &path) const { return m_origin.url(path).toUtf8(); }
    QString localUrl(const QString &path) const
    {
        const auto entries = m_service->get("entries").data().value(u"entries").toArray();
        for (const auto &entry : entries) {
            if (entry.toObject().value(u"originalUrl") == m_origin.url(path))
                return entry.toObject().value(u"localUrl").toString();
        }
        return {};
    }
    void saveAs(const Bench &bench, const QString &name)
    {
        bench.button(u"Save rewritten config…"_s)->click();
        auto *dialog = bench.page.findChild<QFileDialog *>();
        QVERIFY(dialog);
        QVERIFY(dialog->selectedFiles().value(0).endsWith(u".local.json"));
        dialog->selectFile(m_folder.filePath(name));
        static_cast<QDialog *>(dialog)->accept();
        QTRY_VERIFY(QFile::exists(m_folder.filePath(name)));
        QTRY_VERIFY(!bench.page.findChild<QFileDialog *>());
    }

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale::c());
        QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        m_origin.addVideo(u"a.mp4"_s, 50'000);
        m_origin.addVideo(u"b.mp4"_s, 300'000);
        m_origin.addVideo(u"4k/large.mp4"_s, 3'000'000);
    }
    void init()
    {
        m_service = std::make_unique<ServiceFixture>(m_origin);
        m_service->mustStart();
    }
    void cleanup()
    {
        QVERIFY(m_service->stop());
        m_service.reset();
    }

    void aConfigGoesInAndComesOutWithLocalUrls()
    {
        QVERIFY(!m_service->cache(m_origin.url(u"a.mp4"_s)).isEmpty());
        // Number forms, order, blanks and the last line's end stay as they are.
        const QByteArray text = "\xef\xbb\xbf{ \"n\": 1.50e3,\n\"clips\": [\"" + url(u"a.mp4"_s)
            + "\", \"" + url(u"b.mp4"_s) + "#t=3\"],\n\"n\": -0, \"gone\":\"" + url(u"none.mp4"_s)
            + "\", \"e\": \"\\u00e4\" }\r\n";
        Bench bench(*m_service);
        QAbstractItemModelTester tester(
            bench.model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_VERIFY(bench.state.isConnected());
        bench.dropFiles({write(u"promo.json"_s, text)});
        QVERIFY(bench.wasAccepted);
        QTRY_COMPARE(bench.model()->rowCount(), 3);
        QVERIFY(bench.shows(u"promo.json"_s));
        QCOMPARE(bench.cell(0, PrepareModel::Where), u"clips[0]"_s);
        QCOMPARE(bench.cell(1, PrepareModel::Video), u"b.mp4"_s);
        QTRY_COMPARE(bench.cell(1, PrepareModel::Size), u"293.0\u00a0kB"_s); // asked the origin
        QCOMPARE(
            bench.states(),
            QStringList(
                {u"cached"_s, u"will be downloaded"_s,
                 u"problematic. The origin answered %1 with status 404."_s.arg(
                     QString::fromUtf8(url(u"none.mp4"_s)))}));
        QCOMPARE(m_service->leases(), 0);

        bench.prepare();
        QCOMPARE(
            bench.states(),
            QStringList({u"cached"_s, u"cached"_s, u"keeps its URL: not at the origin (404)"_s}));
        QVERIFY(bench.shows(u"2 of 3 videos are local"_s));
        QByteArray expected = text;
        expected.replace(url(u"a.mp4"_s), localUrl(u"a.mp4"_s).toUtf8());
        expected.replace(url(u"b.mp4"_s), localUrl(u"b.mp4"_s).toUtf8());
        QVERIFY(expected != text);
        saveAs(bench, u"out.json"_s);
        QTRY_COMPARE(read(u"out.json"_s), expected);
        QTRY_VERIFY(bench.said.join(u' ').contains(u"out.json"));

        bench.button(u"Copy config"_s)->click();
        QCOMPARE(QGuiApplication::clipboard()->mimeData()->data(u"application/json"_s), expected);
        QCOMPARE(QGuiApplication::clipboard()->text().toUtf8(), expected.sliced(3)); // no mark
    }

    void configsAreOpenedByDialog()
    {
        Bench bench(*m_service);
        QTRY_VERIFY(bench.state.isConnected());
        const auto first = write(u"first.json"_s, "[\"" + url(u"a.mp4"_s) + "\"]");
        const auto choose = [&bench](const QString &path) {
            auto *dialog = bench.page.findChild<QFileDialog *>();
            QVERIFY(dialog);
            QVERIFY(dialog->isVisible());
            QVERIFY(dialog->isModal());
            dialog->selectFile(path);
            static_cast<QDialog *>(dialog)->accept();
            QTRY_VERIFY(!bench.page.findChild<QFileDialog *>());
        };
        bench.button(u"Open one…"_s)->click();
        choose(first);
        QTRY_VERIFY(bench.shows(u"first.json"_s));
        QTRY_COMPARE(bench.cell(0, PrepareModel::Video), u"a.mp4"_s);

        // By its key, and left alone: nothing changes.
        bench.page.activateWindow(); // there is no window manager to do it
        QVERIFY(QTest::qWaitForWindowActive(&bench.page));
        QTest::keyClick(&bench.page, Qt::Key_O, Qt::ControlModifier);
        auto *dialog = bench.page.findChild<QFileDialog *>();
        QVERIFY(dialog);
        QCOMPARE(dialog->directory().canonicalPath(), QDir(m_folder.path()).canonicalPath());
        dialog->reject();
        QTRY_VERIFY(!bench.page.findChild<QFileDialog *>());
        QVERIFY(bench.shows(u"first.json"_s));

        // Saved beside it, and read back: there it is local.
        bench.prepare();
        saveAs(bench, u"first.local.json"_s);
        QTRY_COMPARE(read(u"first.local.json"_s), "[\"" + localUrl(u"a.mp4"_s).toUtf8() + "\"]");
    }

    void whatTheTableSaysCanBeCopied()
    {
        Bench bench(*m_service);
        QTRY_VERIFY(bench.state.isConnected());
        bench.dropText("{\"a\":\"" + url(u"a.mp4"_s) + "\",\"b\":[\"" + url(u"b.mp4"_s) + "\"]}");
        QTRY_COMPARE(bench.model()->rowCount(), 2);
        QTRY_VERIFY(bench.canClick(u"Prepare"_s));
        auto *table = bench.page.findChild<QTableView *>();
        QCOMPARE(table->contextMenuPolicy(), Qt::ActionsContextMenu);
        const auto copy = [table](const QString &text) -> QAction * {
            for (auto *action : table->actions()) {
                if (action->text() == text)
                    return action;
            }
            return nullptr;
        };
        QVERIFY(!copy(u"Copy URL"_s)->isEnabled());
        QVERIFY(QTest::qWaitForWindowActive(&bench.page));
        table->setFocus();
        table->selectAll();
        QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(
            QGuiApplication::clipboard()->text(),
            m_origin.url(u"a.mp4"_s) + u'\n' + m_origin.url(u"b.mp4"_s));
        table->selectionModel()->select(
            bench.model()->index(1, 0),
            QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        copy(u"Copy place in the config"_s)->trigger();
        QCOMPARE(QGuiApplication::clipboard()->text(), u"b[0]"_s);
        QVERIFY(bench.said.join(u' ').contains(u"in the clipboard"));
    }

    void anOrderOfOnesOwnIsObeyed()
    {
        Bench bench(*m_service);
        QTRY_VERIFY(bench.state.isConnected());
        PrepareOptions options;
        auto *first = options.findChild<QComboBox *>();
        QLineEdit *order = nullptr;
        for (auto *field : options.findChildren<QLineEdit *>()) {
            if (field->placeholderText().contains(u"= high"))
                order = field;
        }
        QVERIFY(order);
        options.show();
        QVERIFY(!order->isVisible());
        first->setCurrentIndex(first->findData(u"custom"_s));
        QVERIFY(order->isVisible());
        order->setText(u"4k, */b.mp4 = low, a.mp4?v=1"_s);
        QCOMPARE(options.options().value(u"priorityStrategy"), u"custom"_s);
        const QJsonObject priorities{
            {u"4k"_s, u"high"_s}, {u"*/b.mp4"_s, u"low"_s}, {u"a.mp4?v=1"_s, u"high"_s}};
        QCOMPARE(options.options().value(u"priorities").toObject(), priorities);

        // The service reads it so.
        const QByteArray config = "[\"" + url(u"a.mp4"_s) + "\",\"" + url(u"b.mp4"_s) + "\",\""
            + url(u"4k/large.mp4"_s) + "\"]";
        const auto answer = m_service->post(
            "analyze-config",
            "{\"config\":" + config + ",\"options\":" + QJsonDocument(options.options()).toJson()
                + "}");
        QStringList levels;
        for (const auto urls = answer.data().value(u"urls").toArray(); const auto &one : urls)
            levels.append(one.toObject().value(u"priority").toString());
        QCOMPARE(levels, QStringList({u"medium"_s, u"low"_s, u"high"_s}));
    }

    void whatIsHeldIsShownUntilTheLeaseEnds()
    {
        Bench bench(*m_service);
        QTRY_VERIFY(bench.state.isConnected());
        bench.dropText("[\"" + url(u"a.mp4"_s) + "\"]");
        bench.prepare();
        QCOMPARE(m_service->leases(), 1);
        QTRY_VERIFY(bench.shows(u"1 videos stay in the cache for “pasted.json” until"_s));
        bench.button(u"End lease"_s)->click();
        QTRY_COMPARE(m_service->leases(), 0);
        QTRY_VERIFY(!bench.shows(u"stay in the cache"_s));

        // Ended by somebody else.
        bench.dropText("[\"" + url(u"a.mp4"_s) + "\"]");
        QTRY_VERIFY(bench.canClick(u"Prepare"_s));
        bench.prepare();
        QTRY_VERIFY(bench.shows(u"until"_s));
        const auto lease = m_service->get("leases").data().value(u"leases").toArray().at(0);
        m_service->remove("lease/" + lease.toObject().value(u"id").toString().toLatin1());
        QTRY_VERIFY(!bench.shows(u"stay in the cache"_s));
    }

    void optionsShowWhatTheyLeaveOut()
    {
        Bench bench(*m_service);
        QTRY_VERIFY(bench.state.isConnected());
        bench.dropText(
            "[\"" + url(u"a.mp4"_s) + "\",\"" + url(u"b.mp4"_s) + "\",\"" + url(u"4k/large.mp4"_s)
            + "\"]");
        QTRY_VERIFY(bench.canClick(u"Prepare"_s));
        auto *largest = bench.page.findChild<QSpinBox *>();
        largest->setValue(1); // MB
        QTRY_VERIFY2(
            bench.states().value(2).startsWith(u"problematic. "),
            qPrintable(bench.states().join(u';')));
        bench.page.findChild<QCheckBox *>()->setChecked(true);
        QTRY_VERIFY(bench.states().value(2).startsWith(u"left out. "));
        const auto fields = bench.page.findChildren<QLineEdit *>();
        for (auto *field : fields) {
            if (field->placeholderText() == u"none")
                field->setText(u"b.mp4, nothing"_s);
        }
        QTRY_VERIFY(bench.states().value(1).startsWith(u"left out. "));

        bench.prepare();
        QCOMPARE(bench.states().value(0), u"cached"_s);
        QVERIFY(bench.states().value(1).startsWith(u"keeps its URL. "));
        QVERIFY(bench.states().value(2).startsWith(u"keeps its URL. "));
        QCOMPARE(m_service->get("entries").data().value(u"entries").toArray().size(), 1);
        bench.button(u"Copy config"_s)->click();
        const auto text = QGuiApplication::clipboard()->text().toUtf8();
        QVERIFY(text.contains(url(u"4k/large.mp4"_s)));
        QVERIFY(!text.contains(url(u"a.mp4"_s)));
    }

    void whatIsUnderWayIsShownAndCancelled()
    {
        Bench bench(*m_service);
        QTRY_VERIFY(bench.state.isConnected());
        bench.dropText(
            "[\"" + url(u"a.mp4"_s) + "\",\"" + url(u"fault/rate=40000/b.mp4"_s) + "\"]");
        QTRY_VERIFY(bench.canClick(u"Prepare"_s));
        bench.button(u"Prepare"_s)->click();
        QTRY_COMPARE(bench.states().value(0), u"cached"_s);
        QTRY_VERIFY(bench.states().value(1).contains(u'%'));
        QVERIFY(
            bench.model()->index(1, PrepareModel::UrlState).data(StateCell::ShareRole).toDouble()
            < 1);
        QTRY_COMPARE(bench.page.count(), u"1 of 2"_s);
        QTRY_VERIFY(bench.shows(u"/s"_s));
        QVERIFY(!bench.canClick(u"Save rewritten config…"_s));

        // Another one waits its turn.
        bench.dropFiles({write(u"second.json"_s, "[]")});
        QTRY_VERIFY(bench.button(u"then second.json"_s));
        QVERIFY(!bench.canClick(u"then second.json"_s));

        bench.button(u"Cancel"_s)->click();
        auto *question = bench.page.findChild<QMessageBox *>();
        QVERIFY(question);
        for (auto *button : question->buttons()) {
            if (question->buttonRole(button) == QMessageBox::DestructiveRole)
                button->click();
        }
        QTRY_COMPARE(bench.states(), QStringList({u"cached"_s, u"keeps its URL: cancelled"_s}));
        QVERIFY(bench.shows(u"Cancelled"_s));
        QVERIFY(bench.page.count().isEmpty());
        QTRY_VERIFY(bench.canClick(u"Save rewritten config…"_s));
        QVERIFY(bench.canClick(u"Prepare again"_s));

        bench.button(u"then second.json"_s)->click();
        QTRY_VERIFY(bench.shows(u"No R2 video is in this config"_s));
        QVERIFY(!bench.canClick(u"Prepare"_s));
    }

    void whatHasFailedIsTriedAgainUnderOneLease()
    {
        Bench bench(*m_service);
        QTRY_VERIFY(bench.state.isConnected());
        bench.dropText(
            "[\"" + url(u"a.mp4"_s) + "\",\"" + url(u"fault/status=403,times=2/b.mp4"_s) + "\"]");
        bench.prepare();
        QCOMPARE(bench.states().value(1), u"keeps its URL: origin refuses access"_s);
        QTRY_VERIFY(bench.shows(u"1 videos stay in the cache for “pasted.json” until"_s));
        bench.button(u"Prepare again"_s)->click();
        QTRY_VERIFY_WITH_TIMEOUT(bench.states().value(1) == u"cached", 20'000);
        QTRY_VERIFY(bench.shows(u"2 videos stay in the cache for “pasted.json” until"_s));
        QTRY_VERIFY(bench.shows(u"All 2 videos are local"_s));
        QTRY_COMPARE(m_service->leases(), 1);
    }

    void domainsThatNobodyHasNamedAreTold()
    {
        Bench bench(*m_service);
        QTRY_VERIFY(bench.state.isConnected());
        bench.dropText("[\"https://cdn.example.com/a.mp4\", \"https://cdn.example.com/b.mp4\", "
                       "\"https://x.org/\"]");
        QTRY_VERIFY(bench.shows(u"2 URLs of cdn.example.com look like videos"_s));
        QVERIFY(!bench.shows(u"x.org"_s));
        bench.dropText("[\"" + url(u"a.mp4"_s) + "\"]");
        QTRY_VERIFY(bench.canClick(u"Prepare"_s));
        QVERIFY(!bench.shows(u"look like videos"_s));
    }

    void whatIsNoConfigIsSaid()
    {
        Bench bench(*m_service);
        QTRY_VERIFY(bench.state.isConnected());
        bench.dropText("just words");
        QVERIFY(!bench.wasAccepted);
        bench.dropFiles({write(u"bad.json"_s, "{\n\"a\": 1,,\n}")});
        QTRY_VERIFY2(
            bench.problem().startsWith(u"bad.json is not JSON. Line 2, column "),
            qPrintable(bench.problem()));
        QVERIFY(bench.shows(bench.problem()));
        bench.dropFiles({m_folder.filePath(u"none.json"_s)});
        QTRY_VERIFY(bench.problem().contains(u"none.json cannot be read"));
        QGuiApplication::clipboard()->setText(QString(maxConfigBytes + 1, u'['));
        QVERIFY(QTest::qWaitForWindowActive(&bench.page));
        QTest::keyClick(&bench.page, Qt::Key_V, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(bench.problem().contains(u"r2cache prepare"), 20'000);

        // The next one is not marked by it.
        bench.dropText("{}");
        QTRY_VERIFY(bench.problem().isEmpty());
        QTRY_VERIFY(bench.shows(u"No R2 video is in this config"_s));
    }

    void theServiceGoesMidway()
    {
        Bench bench(*m_service);
        QTRY_VERIFY(bench.state.isConnected());
        bench.dropText("[\"" + url(u"fault/rate=40000/b.mp4"_s) + "\"]");
        QTRY_VERIFY(bench.canClick(u"Prepare"_s));
        bench.button(u"Prepare"_s)->click();
        QTRY_VERIFY(bench.states().value(0).contains(u'%'));
        QVERIFY(m_service->stop());
        QTRY_VERIFY(!bench.state.isConnected());
        QVERIFY(!bench.canClick(u"Cancel"_s));
        m_service->mustStart();
        QTRY_VERIFY2_WITH_TIMEOUT(
            bench.problem().contains(u"restarted"), qPrintable(bench.problem()), 10'000);
        QTRY_VERIFY(bench.canClick(u"Prepare"_s));
    }
};

} // namespace

QTEST_MAIN(tst_PreparePage)
#include "tst_preparepage.moc"
