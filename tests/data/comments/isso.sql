CREATE TABLE preferences (key VARCHAR PRIMARY KEY, value VARCHAR);
CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256));
CREATE TABLE comments (tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER, created FLOAT NOT NULL, modified FLOAT, mode INTEGER, remote_addr VARCHAR, text VARCHAR, author VARCHAR, email VARCHAR, website VARCHAR, likes INTEGER DEFAULT 0, dislikes INTEGER DEFAULT 0, voters BLOB NOT NULL, notification INTEGER DEFAULT 0);
INSERT INTO threads VALUES (1, '/2019/05/the-pause/', 'The pause');
INSERT INTO comments VALUES (1, 1, NULL, 1556871300.5, NULL, 1, '192.0.2.0', 'The kettle *again*. “Small steps”…', 'Wren', 'wren@example.org', NULL, 3, 0, x'00', 0);
INSERT INTO comments VALUES (1, 2, 1, 1556872200.0, NULL, 2, '192.0.2.0', 'Me too.', NULL, NULL, NULL, 0, 0, x'00', 1);
INSERT INTO comments VALUES (1, 3, NULL, 1556872300.0, NULL, 4, '192.0.2.0', '', NULL, NULL, NULL, 0, 0, x'00', 0);
INSERT INTO comments VALUES (1, 4, 3, 1556872400.0, NULL, 1, '192.0.2.0', 'Below what was taken back.', 'Hazel', '', 'https://hazel.example/', 0, 0, x'00', 0);
