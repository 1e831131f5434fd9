-- Rows as each schema held them: a part is entered when its migration has run and the next
-- one has not. "since N" parts are entered from schema N on, "until N" ones up to it.
-- since 1
INSERT INTO sources (source_id, name, division_code) VALUES ('yunxi', '云溪市', '520900');
INSERT INTO runs (run_id, kind, started_at, outcome) VALUES (1, 'crawl', '2026-01-02T00:00:00.000000Z', 'done');
INSERT INTO snapshots VALUES ('{one}', 'text/html', 5, '2026-01-02T00:00:01.000000Z');
INSERT INTO snapshots VALUES ('{two}', 'text/html', 5, '2026-01-03T00:00:01.000000Z');
INSERT INTO fetches (fetch_id, run_id, source_id, kind, url, final_url, fetched_at, status, snapshot_id, revisit)
VALUES (1, 1, 'yunxi', 'report', 'http://a.example/', 'http://a.example/', '2026-01-02T00:00:01.000000Z', 200, '{one}', 0),
       (2, 1, 'yunxi', 'report', 'http://a.example/', 'http://a.example/', '2026-01-02T01:00:01.000000Z', 200, '{one}', 1),
       (3, 1, 'yunxi', 'report', 'http://a.example/', 'http://a.example/', '2026-01-03T00:00:01.000000Z', 200, '{two}', 0),
       (4, 1, 'yunxi', 'report', 'http://b.example/', 'http://b.example/', '2026-01-03T00:00:02.000000Z', NULL, NULL, 0);
INSERT INTO frontier (url, source_id, kind, state, added_at) VALUES ('http://a.example/', 'yunxi', 'report', 'fetched', '2026-01-02T00:00:00.000000Z');
-- since 2
INSERT INTO divisions (division_code) VALUES ('520900');
INSERT INTO agencies (agency_id, name, division_code) VALUES ('520900-云溪市教育局', '云溪市教育局', '520900');
INSERT INTO agency_names VALUES ('520900-云溪市教育局', '云溪市教育局', 2023, 2023);
INSERT INTO parses VALUES ('{one}', 'http://a.example/', '0.1', '2026-01-02T00:00:02.000000Z', 'report', NULL);
INSERT INTO parses VALUES ('{two}', 'http://a.example/', '0.1', '2026-01-03T00:00:02.000000Z', 'report', NULL);
INSERT INTO report_versions (version_id, report_id, snapshot_id, url, source_id, parser_version, parsed_at, provenance, title, is_current, content_digest, checks_failed)
VALUES (1, '520900-云溪市教育局/2023/own_agency', '{one}', 'http://a.example/', 'yunxi', '0.1', '2026-01-02T00:00:02.000000Z', 'official', '旧题', 0, 'x', 0),
       (2, '520900-云溪市教育局/2023/own_agency', '{two}', 'http://a.example/', 'yunxi', '0.1', '2026-01-03T00:00:02.000000Z', 'official', '云溪市教育局2023年年度报告', 1, 'y', 1);
INSERT INTO reports (report_id, agency_id, year, scope, version_id, snapshot_id, source_id, url, title, provenance, form, cells_read, checks_passed, checks_failed, checks_not_assessable)
VALUES ('520900-云溪市教育局/2023/own_agency', '520900-云溪市教育局', 2023, 'own_agency', 2, '{two}', 'yunxi', 'http://a.example/', '云溪市教育局2023年年度报告', 'official', 'v2021', 9, 5, 1, 0);
INSERT INTO sections (report_id, position, key, number, heading, text)
VALUES ('520900-云溪市教育局/2023/own_agency', 0, 'overview', '一', '总体情况', '本年度办结行政复议三件，老站停用。');
INSERT INTO requests VALUES ('520900-云溪市教育局/2023/own_agency', 'received', 1, 0, 0, 0, 0, 0, 2);
INSERT INTO disclosure VALUES ('520900-云溪市教育局/2023/own_agency', 'fees', 'amount', 25.1, '万元');
INSERT INTO review_litigation VALUES ('520900-云溪市教育局/2023/own_agency', 'review', 1, NULL, NULL, NULL, NULL);
INSERT INTO checks (report_id, id, "table", "where", outcome, left, right, suspect, severity)
VALUES ('520900-云溪市教育局/2023/own_agency', 'T3-ROW', 'requests', 'received', 'fail', 1, 2, 'source', 'ERROR');
-- since 3 until 7
INSERT INTO report_search (rowid, report_id, title, agency, overview)
VALUES (2, '520900-云溪市教育局/2023/own_agency', '云溪 溪市 市', '云溪 溪市 市', '复议 议三 三');
-- since 4
INSERT INTO sections (report_id, position, key, number, heading, text)
VALUES ('520900-云溪市教育局/2023/own_agency', 1, NULL, '二', '收费及减免', '没有收取邮寄费。');
-- since 5
UPDATE checks SET quote = '收到一件', against = 'requests.received.total';
