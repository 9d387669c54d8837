import should from "should";
import { isAmong, statusesIn, troubleIn } from "../../../lib/gates";

/** Whether an answer is a sign of health. */
const isGood = (status: number | null, location: string | null): boolean => troubleIn({ status, location, ms: 1, error: null }) === null;

describe("A page that sends its caller on", () => {
  for (const status of [301, 302, 303, 307, 308])
    it(`is looked at whatever the kind of redirect (${status})`, () => {
      isGood(status, "/owa/").should.be.true();
      isGood(status, null).should.be.false();
      isGood(status, "").should.be.false();
      isGood(status, "https://sorry.contoso.com/").should.be.false();
    });

  for (const status of [null, 200, 204, 300, 304, 305, 306, 400, 503])
    it(`is none with another status, whatever address comes with it (${status})`, () => {
      isGood(status, null).should.be.true();
      isGood(status, "https://sorry.contoso.com/error.htm").should.be.true();
    });

  const host = "https://mail.contoso.com";
  for (const path of ["/owa", "/OWA/", "/Owa/auth/logon.aspx", "/ecp", "/ECP/", "/adfs/ls", "/adfs/ls/?wa=wsignin1.0", "/ADFS/LS/"])
    it(`is good where it leads to a sign-on page, in any letters (${path})`, () => {
      isGood(302, host + path).should.be.true();
      isGood(302, path).should.be.true();
    });

  for (const path of ["/", "/owasp", "/ecpx/", "/adfs", "/adfs/lsx", "/other/owa/"])
    it(`is not where another host has another page, though it begins like one (${path})`, () => {
      isGood(302, host + path).should.be.false();
      isGood(302, path).should.be.true();
    });

  for (const address of [
    "/owa/auth/errorfe.aspx",
    "/owa/auth/ErrorFE.aspx",
    "/Error",
    "/owa/?httpCode=500",
    "/owa/auth/logon.aspx?a=1&httpCode=503",
    "/owa/?aspxerrorpath=/owa/",
  ])
    it(`is not where it leads to a page of errors, by its path or by what goes with it (${address})`, () => {
      isGood(302, address).should.be.false();
      isGood(302, host + address).should.be.false();
    });
});

describe("The statuses that a text names", () => {
  const cases: readonly (readonly [text: string, named: readonly number[], not: readonly number[]])[] = [
    ["200", [200], [199, 201]],
    ["200-399", [200, 201, 398, 399], [199, 400]],
    ["204-204", [204], [203, 205]],
    ["200 - 299, 400  -499", [200, 299, 400, 499], [300, 399, 500]],
    ["200, 401 , 500-599", [200, 401, 500, 599], [201, 400, 402, 499]],
    ["100-599", [100, 599], [99, 600]],
  ];
  for (const [text, named, not] of cases)
    it(`are those at both ends too, and none beyond (${text})`, () => {
      for (const status of named) isAmong(status, text).should.be.true(String(status));
      for (const status of not) isAmong(status, text).should.be.false(String(status));
    });

  for (const text of ["", "abc", "99", "600", "300-200", "200-", "-200", "200,,201", "200;201", "2000", "200x-299", "200-x299"])
    it(`are none where it is wrong ("${text}")`, () => {
      should(statusesIn(text)).be.null();
      isAmong(200, text).should.be.false();
    });
});
