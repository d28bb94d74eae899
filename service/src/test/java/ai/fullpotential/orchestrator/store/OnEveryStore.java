package ai.fullpotential.orchestrator.store;

import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.AfterClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Runs the whole class on each store. What all its tests share must begin in a method {@link Before}
 * and end in one {@link After}, as {@code @BeforeAll} is called once for all stores. What a test does
 * otherwise on one of them, it asks {@link TestStore#current}.
 */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ClassTemplate
@ExtendWith(OnEveryStore.Stores.class)
public @interface OnEveryStore {

  /** A static method that is called before the tests of each store. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @interface Before {}

  /** A static method that is called after the tests of each store. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @interface After {}

  /** One run of the class for each. */
  final class Stores implements ClassTemplateInvocationContextProvider {

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
      return true;
    }

    @Override
    public Stream<Run> provideClassTemplateInvocationContexts(ExtensionContext context) {
      return Arrays.stream(TestStore.values()).map(Run::new);
    }
  }

  /** On this store. */
  record Run(TestStore store)
      implements ClassTemplateInvocationContext,
          BeforeClassTemplateInvocationCallback,
          AfterClassTemplateInvocationCallback {

    @Override
    public String getDisplayName(int invocationIndex) {
      return "on " + store;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(this);
    }

    @Override
    public void beforeClassTemplateInvocation(ExtensionContext context) {
      TestStore.use(store);
      call(Before.class, context);
    }

    @Override
    public void afterClassTemplateInvocation(ExtensionContext context) {
      call(After.class, context);
      TestStore.use(TestStore.SQLITE);
    }

    private static void call(Class<? extends Annotation> kind, ExtensionContext context) {
      for (Method method :
          AnnotationSupport.findAnnotatedMethods(
              context.getRequiredTestClass(), kind, HierarchyTraversalMode.TOP_DOWN)) {
        ReflectionSupport.invokeMethod(method, null);
      }
    }
  }
}
