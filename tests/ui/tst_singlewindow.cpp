// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/singlewindow.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

class tst_SingleWindow : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;

private Q_SLOTS:
    void theSecondStartRaisesTheFirst()
    {
        const auto socket = m_directory.filePath(u"a.window"_s);
        SingleWindow first(socket);
        QVERIFY(first.claim());
        QSignalSpy raised(&first, &SingleWindow::raised);
        SingleWindow second(socket);
        QVERIFY(!second.claim());
        QTRY_COMPARE(raised.size(), 1);
    }

    void anotherServiceHasAWindowOfItsOwn()
    {
        SingleWindow first(m_directory.filePath(u"b.window"_s));
        SingleWindow second(m_directory.filePath(u"c.window"_s));
        QVERIFY(first.claim());
        QVERIFY(second.claim());
    }

    void whatAKilledOneLeftIsTakenOver()
    {
        const auto socket = m_directory.filePath(u"d.window"_s);
        const int left = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        qstrncpy(address.sun_path, QFile::encodeName(socket).constData(), sizeof address.sun_path);
        QCOMPARE(::bind(left, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
        ::close(left);
        QVERIFY(QFile::exists(socket));

        SingleWindow next(socket);
        QVERIFY(next.claim());
        SingleWindow second(socket);
        QVERIFY(!second.claim());
    }

    void aSocketThatCannotBeHadIsNoReasonToStay()
    {
        SingleWindow window(m_directory.filePath(u"not/there.window"_s));
        QTest::ignoreMessage(
            QtWarningMsg, QRegularExpression(u"Other starts will not find this window"_s));
        QVERIFY(window.claim());
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_SingleWindow)
#include "tst_singlewindow.moc"
