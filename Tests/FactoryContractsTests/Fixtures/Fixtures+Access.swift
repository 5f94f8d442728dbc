// People's accounts and API keys as JSON, with every member and with none that may be left out (contract §1.2, ruling R42).
import FactoryContracts

extension Fixtures {
  static let access: [Fixture] = [
    Fixture(
      "CreateUserBody", CreateUserBody.self,
      optional: ["name", "password"],
      enums: ["role"],
      full: #"""
        {"email":"email \"ü\" </>","name":"name \"ü\" </>","role":"owner","password":"password \"ü\" </>"}
        """#,
      bare: #"""
        {"email":"email \"ü\" </>","role":"owner"}
        """#),
    Fixture(
      "UpdateUserBody", UpdateUserBody.self,
      optional: ["name", "role", "status"],
      enums: ["role", "status"],
      full: #"""
        {"name":"name \"ü\" </>","role":"owner","status":"active"}
        """#,
      bare: #"""
        {}
        """#),
    Fixture(
      "SetPasswordBody", SetPasswordBody.self,
      full: #"""
        {"password":"password \"ü\" </>"}
        """#,
      bare: #"""
        {"password":"password \"ü\" </>"}
        """#),
    Fixture(
      "ChangePasswordBody", ChangePasswordBody.self,
      full: #"""
        {"currentPassword":"a \"ü\" </>","newPassword":"b \"ü\" </>"}
        """#,
      bare: #"""
        {"currentPassword":"a \"ü\" </>","newPassword":"b \"ü\" </>"}
        """#),
    Fixture(
      "CreateKeyBody", CreateKeyBody.self,
      optional: ["expiresInDays", "principalId"],
      enums: ["scopes"],
      full: #"""
        {"name":"name \"ü\" </>","scopes":["pipelines:read"],"expiresInDays":3,
        "principalId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}
        """#,
      bare: #"""
        {"name":"name \"ü\" </>","scopes":[]}
        """#),
    Fixture(
      "RotateKeyBody", RotateKeyBody.self,
      optional: ["key_id", "graceSeconds"],
      full: #"""
        {"key_id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","graceSeconds":3}
        """#,
      bare: #"""
        {}
        """#),
    Fixture(
      "KeyReply", KeyReply.self,
      optional: ["api_key"],
      enums: ["scopes"],
      full: #"""
        {"api_key":"api_key \"ü\" </>","key_id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","scopes":["pipelines:read"]}
        """#,
      bare: #"""
        {"key_id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","scopes":[]}
        """#),
    Fixture(
      "APIKey", APIKey.self,
      nullable: ["expiresAt", "lastUsedAt", "revokedAt", "replacedBy"],
      enums: ["scopes"],
      full: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","name":"name \"ü\" </>","prefix":"prefix \"ü\" </>",
        "scopes":["pipelines:read"],"principalId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "createdBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","createdAt":"2026-01-31T09:05:00.123Z",
        "expiresAt":"2026-01-31T09:05:00.123Z","lastUsedAt":"2026-01-31T09:05:00.123Z",
        "revokedAt":"2026-01-31T09:05:00.123Z","replacedBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}
        """#,
      bare: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","name":"name \"ü\" </>","prefix":"prefix \"ü\" </>",
        "scopes":[],"principalId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "createdBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","createdAt":"2026-01-31T09:05:00.123Z",
        "expiresAt":null,"lastUsedAt":null,"revokedAt":null,"replacedBy":null}
        """#),
  ]
}
