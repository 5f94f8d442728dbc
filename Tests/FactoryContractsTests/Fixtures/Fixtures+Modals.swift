// The contract's declarations as JSON: each type with every member, and with none that may be left out (Modals).
import FactoryContracts
import FactoryLearningContracts

extension Fixtures {
  static let modals: [Fixture] = [
    Fixture(
      "FactoryModalContext", FactoryModalContext.self,
      optional: [
        "deliverablePreview", "deliverableContent", "contentBefore", "contentAfter", "testResults", "diffSummary",
        "metrics", "items", "dimensions", "checklistItems", "estimationQuestion", "persona", "timerSeconds",
      ],
      enums: ["theme"],
      full: #"""
        {"modalType":"modalType \"ü\" </>","modalVersion":"modalVersion \"ü\" </>",
        "sessionId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "pipelineName":"pipelineName \"ü\" </>","itemId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "itemName":"itemName \"ü\" </>","deliverablePreview":"deliverablePreview \"ü\" </>",
        "deliverableContent":"deliverableContent \"ü\" </>","contentBefore":"contentBefore \"ü\" </>",
        "contentAfter":"contentAfter \"ü\" </>","testResults":{"total":3,"passed":3,
        "failed":3,"skipped":3,"coveragePercent":0.25,"failureDetails":[{"testName":"testName \"ü\" </>",
        "error":"error \"ü\" </>","file":"file \"ü\" </>","line":3}]},"diffSummary":{"filesChanged":3,
        "insertions":3,"deletions":3,"files":[{"path":"path \"ü\" </>","status":"added",
        "insertions":3,"deletions":3,"patch":"patch \"ü\" </>"}]},"metrics":{"key":0.25},
        "items":[{"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","name":"name \"ü\" </>",
        "preview":"preview \"ü\" </>","content":"content \"ü\" </>","metadata":{"key":{"deep":[1,
        null,"x",2.5,false]}}}],"dimensions":[{"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "name":"name \"ü\" </>","description":"description \"ü\" </>","weight":0.25}],
        "checklistItems":[{"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","label":"label \"ü\" </>",
        "description":"description \"ü\" </>","aiAssessment":"aiAssessment \"ü\" </>",
        "aiPasses":true}],"estimationQuestion":"estimationQuestion \"ü\" </>","persona":{"name":"name \"ü\" </>",
        "role":"role \"ü\" </>","context":"context \"ü\" </>","avatarEmoji":"avatarEmoji \"ü\" </>"},
        "timerSeconds":0.25,"theme":"dark","accentColor":"accentColor \"ü\" </>"}
        """#,
      bare: #"""
        {"modalType":"modalType \"ü\" </>","modalVersion":"modalVersion \"ü\" </>",
        "sessionId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "pipelineName":"pipelineName \"ü\" </>","itemId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "itemName":"itemName \"ü\" </>","theme":"dark","accentColor":"accentColor \"ü\" </>"}
        """#),
    Fixture(
      "ModalItem", ModalItem.self,
      optional: ["content", "metadata"],
      full: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","name":"name \"ü\" </>","preview":"preview \"ü\" </>",
        "content":"content \"ü\" </>","metadata":{"key":{"deep":[1,null,"x",2.5,
        false]}}}
        """#,
      bare: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","name":"name \"ü\" </>","preview":"preview \"ü\" </>"}
        """#),
    Fixture(
      "ModalDimension", ModalDimension.self,
      optional: ["description"],
      full: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","name":"name \"ü\" </>","description":"description \"ü\" </>",
        "weight":0.25}
        """#,
      bare: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","name":"name \"ü\" </>","weight":0.25}
        """#),
    Fixture(
      "ChecklistItem", ChecklistItem.self,
      optional: ["description", "aiAssessment", "aiPasses"],
      full: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","label":"label \"ü\" </>",
        "description":"description \"ü\" </>","aiAssessment":"aiAssessment \"ü\" </>",
        "aiPasses":true}
        """#,
      bare: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","label":"label \"ü\" </>"}
        """#),
    Fixture(
      "ModalPersona", ModalPersona.self,
      full: #"""
        {"name":"name \"ü\" </>","role":"role \"ü\" </>","context":"context \"ü\" </>",
        "avatarEmoji":"avatarEmoji \"ü\" </>"}
        """#,
      bare: #"""
        {"name":"name \"ü\" </>","role":"role \"ü\" </>","context":"context \"ü\" </>",
        "avatarEmoji":"avatarEmoji \"ü\" </>"}
        """#),
    Fixture(
      "ModalReady", ModalMessage.self,
      full: #"""
        {"type":"factory_modal_ready","modalType":"modalType \"ü\" </>","version":"version \"ü\" </>"}
        """#,
      bare: #"""
        {"type":"factory_modal_ready","modalType":"modalType \"ü\" </>","version":"version \"ü\" </>"}
        """#),
    Fixture(
      "ModalResize", ModalMessage.self,
      optional: ["width"],
      full: #"""
        {"type":"factory_modal_resize","width":0.25,"height":0.25}
        """#,
      bare: #"""
        {"type":"factory_modal_resize","height":0.25}
        """#),
    Fixture(
      "ModalClose", ModalMessage.self,
      enums: ["reason"],
      full: #"""
        {"type":"factory_modal_close","reason":"cancelled"}
        """#,
      bare: #"""
        {"type":"factory_modal_close","reason":"cancelled"}
        """#),
    Fixture(
      "ModalError", ModalMessage.self,
      optional: ["details"],
      full: #"""
        {"type":"factory_modal_error","error":"error \"ü\" </>","details":{"deep":[1,
        null,"x",2.5,false]}}
        """#,
      bare: #"""
        {"type":"factory_modal_error","error":"error \"ü\" </>"}
        """#),
    Fixture(
      "ModalResponse", ModalMessage.self,
      full: #"""
        {"type":"factory_modal_response","modalType":"modalType \"ü\" </>","modalVersion":"modalVersion \"ü\" </>",
        "pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","itemId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "sessionId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","timestamp":"2026-01-31T09:05:00.123Z",
        "responseTimeMs":0.25,"feedback":{"decision":{"decision":"approved","reason":"reason \"ü\" </>",
        "severity":"minor","blockers":["blockers \"ü\" </>"],"suggestions":["suggestions \"ü\" </>"],
        "tags":["tags \"ü\" </>"]},"scores":[{"dimension":"code_quality","score":0.25,
        "weight":0.25,"comment":"comment \"ü\" </>"}],"freeText":{"liked":"liked \"ü\" </>",
        "disliked":"disliked \"ü\" </>","generalNotes":"generalNotes \"ü\" </>"},
        "comparison":{"preferred":"A","reason":"reason \"ü\" </>","preferenceStrength":"slight",
        "winningFactors":["winningFactors \"ü\" </>"],"perDimension":[{"dimension":"code_quality",
        "winner":"A"}],"timeOnA_ms":0.25,"timeOnB_ms":0.25},"annotations":[{"type":"praise",
        "target":{"file":"file \"ü\" </>","lineStart":3,"lineEnd":3,"charStart":3,
        "charEnd":3,"selector":"selector \"ü\" </>","region":"region \"ü\" </>"},
        "text":"text \"ü\" </>","severity":"nit","category":"category \"ü\" </>"}],
        "confidence":{"confidencePercent":0.25,"zone":"guess","wouldDelegateToAI":true,
        "needsExpertReview":true,"lowConfidenceReason":"lowConfidenceReason \"ü\" </>",
        "isTrainingExample":true},"estimation":{"estimate":0.25,"context":"context \"ü\" </>",
        "hoveredValues":[0.25]},"batchDecisions":[{"itemId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "decision":"approve","timeMs":0.25,"flippedForDetails":true}],"retrospective":{"start":[{"text":"text \"ü\" </>",
        "priority":"urgent"}],"stop":[{"text":"text \"ü\" </>","priority":"urgent"}],
        "continue_":[{"text":"text \"ü\" </>","priority":"urgent"}]},"ranking":{"finalRanking":["finalRanking \"ü\" </>"],
        "rankingChanges":3,"lockedItems":["lockedItems \"ü\" </>"],"expandedItems":["expandedItems \"ü\" </>"],
        "perItemNotes":{"key":"perItemNotes \"ü\" </>"}},"checklist":{"checks":{"key":true},
        "notes":{"key":"notes \"ü\" </>"},"checkOrder":["checkOrder \"ü\" </>"],
        "allClear":true,"completionRate":0.25},"temperature":{"temperature":0.25,
        "zone":"freezing","drivers":["drivers \"ü\" </>"],"dragJourney":[0.25]},
        "custom":{"key":{"deep":[1,null,"x",2.5,false]}}},"meta":{"timeToFirstInteractionMs":0.25,
        "timeToDecisionMs":0.25,"fieldsModified":["fieldsModified \"ü\" </>"],"scrollDepth":0.25,
        "revisits":3,"totalInteractions":3,"viewportSize":{"width":0.25,"height":0.25},
        "deviceType":"desktop","hoverJourney":[{"target":"target \"ü\" </>","durationMs":0.25}],
        "hesitationPoints":[{"target":"target \"ü\" </>","durationMs":0.25}]}}
        """#,
      bare: #"""
        {"type":"factory_modal_response","modalType":"modalType \"ü\" </>","modalVersion":"modalVersion \"ü\" </>",
        "pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","itemId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "sessionId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","timestamp":"2026-01-31T09:05:00.123Z",
        "responseTimeMs":0.25,"feedback":{},"meta":{"timeToFirstInteractionMs":0.25,
        "timeToDecisionMs":0.25,"fieldsModified":[],"revisits":3,"totalInteractions":3,
        "viewportSize":{"width":0.25,"height":0.25},"deviceType":"desktop"}}
        """#),
    Fixture(
      "ModalMetrics", ModalMetrics.self,
      optional: ["scrollDepth", "hoverJourney", "hesitationPoints"],
      enums: ["deviceType"],
      full: #"""
        {"timeToFirstInteractionMs":0.25,"timeToDecisionMs":0.25,"fieldsModified":["fieldsModified \"ü\" </>"],
        "scrollDepth":0.25,"revisits":3,"totalInteractions":3,"viewportSize":{"width":0.25,
        "height":0.25},"deviceType":"desktop","hoverJourney":[{"target":"target \"ü\" </>",
        "durationMs":0.25}],"hesitationPoints":[{"target":"target \"ü\" </>","durationMs":0.25}]}
        """#,
      bare: #"""
        {"timeToFirstInteractionMs":0.25,"timeToDecisionMs":0.25,"fieldsModified":[],
        "revisits":3,"totalInteractions":3,"viewportSize":{"width":0.25,"height":0.25},
        "deviceType":"desktop"}
        """#),
  ]
}
